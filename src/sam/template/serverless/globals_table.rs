//! What `Globals` may hold (`samtranslator/plugins/globals/globals.py`, aws-sam-translator 1.115.0).

/// The global properties of a resource type; `None` for a type without any.
pub fn supported(resource_type: &str) -> Option<&'static [&'static str]> {
    SECTIONS.iter().find(|(name, _)| *name == resource_type).map(|(_, properties)| *properties)
}

const SECTIONS: &[(&str, &[&str])] = &[
    ("AWS::Serverless::Function", &[
        "Handler", "Runtime", "CodeUri", "DeadLetterQueue", "Description", "MemorySize", "Timeout", "VpcConfig",
        "Environment", "Tags", "PropagateTags", "Tracing", "KmsKeyArn", "AutoPublishAlias",
        "AutoPublishAliasAllProperties", "Layers", "DeploymentPreference", "RolePath", "PermissionsBoundary",
        "ReservedConcurrentExecutions", "ProvisionedConcurrencyConfig", "AssumeRolePolicyDocument",
        "EventInvokeConfig", "FileSystemConfigs", "CodeSigningConfigArn", "Architectures", "SnapStart",
        "EphemeralStorage", "FunctionUrlConfig", "RuntimeManagementConfig", "LoggingConfig", "RecursiveLoop",
        "SourceKMSKeyArn", "TenancyConfig", "DurableConfig", "CapacityProviderConfig", "FunctionScalingConfig",
        "PublishToLatestPublished", "VersionDeletionPolicy",
    ]),
    ("AWS::Serverless::Api", &[
        "Auth", "Name", "DefinitionUri", "CacheClusterEnabled", "CacheClusterSize", "MergeDefinitions", "Variables",
        "EndpointConfiguration", "MethodSettings", "BinaryMediaTypes", "MinimumCompressionSize", "Cors",
        "GatewayResponses", "AccessLogSetting", "CanarySetting", "TracingEnabled", "OpenApiVersion", "Domain",
        "AlwaysDeploy", "PropagateTags", "SecurityPolicy", "EndpointAccessMode",
    ]),
    ("AWS::Serverless::HttpApi", &[
        "Auth", "AccessLogSettings", "StageVariables", "Tags", "CorsConfiguration", "DefaultRouteSettings", "Domain",
        "RouteSettings", "FailOnWarnings", "PropagateTags",
    ]),
    ("AWS::Serverless::SimpleTable", &[
        "SSESpecification",
    ]),
    ("AWS::Serverless::StateMachine", &[
        "PropagateTags",
    ]),
    ("AWS::Serverless::LayerVersion", &[
        "PublishLambdaVersion",
    ]),
    ("AWS::Serverless::CapacityProvider", &[
        "VpcConfig", "OperatorRole", "Tags", "InstanceRequirements", "ScalingConfig", "KmsKeyArn", "PropagateTags",
        "LoggingConfig", "ManagedResourceTags",
    ]),
    ("AWS::Serverless::MicrovmImage", &[
        "BuildRoleArn", "BaseImageArn", "BaseImageVersion", "Logging", "EgressNetworkConnectors", "CpuConfigurations",
        "Resources", "AdditionalOsCapabilities", "Hooks", "EnvironmentVariables", "Tags", "PropagateTags",
    ]),
    ("AWS::Serverless::NetworkConnector", &[
        "OperatorRole", "Tags", "PropagateTags",
    ]),
    ("AWS::Serverless::WebSocketApi", &[
        "AccessLogSettings", "ApiKeySelectionExpression", "DefaultRouteSettings", "DisableExecuteApiEndpoint",
        "DisableSchemaValidation", "Domain", "FailOnWarnings", "IpAddressType", "PropagateTags",
        "RouteSelectionExpression", "RouteSettings", "StageVariables", "Tags",
    ]),
];
