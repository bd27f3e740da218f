{
  description = "See, check and clean the Lambda layers and images that AWS SAM CLI keeps on your machine";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs = { self, nixpkgs }:
    let
      systems = [ "x86_64-linux" "aarch64-linux" "x86_64-darwin" "aarch64-darwin" ];
      forAll = nixpkgs.lib.genAttrs systems;
      package = pkgs:
        let cargo = (builtins.fromTOML (builtins.readFile ../Cargo.toml)).package;
        in pkgs.rustPlatform.buildRustPackage {
          pname = cargo.name;
          version = cargo.version;
          src = ../.;
          cargoLock.lockFile = ../Cargo.lock;
          nativeBuildInputs = [ pkgs.installShellFiles ];
          # The tests need a container engine, SAM CLI and a network; `tests/run` sets them up.
          doCheck = false;
          postInstall = ''
            $out/bin/samlayers man --to-dir man
            installManPage man/*.1
            for shell in bash zsh fish; do
              $out/bin/samlayers completions $shell > samlayers.$shell
              installShellCompletion --cmd samlayers --$shell samlayers.$shell
            done
          '';
          meta = {
            description = cargo.description;
            license = with pkgs.lib.licenses; [ mit asl20 ];
            mainProgram = "samlayers";
          };
        };
    in {
      packages = forAll (system: { default = package nixpkgs.legacyPackages.${system}; });
    };
}
