# Evaluates a formula with a small stand-in for Homebrew's DSL and checks what `brew audit` would reject first: a
# description that is too long or ends with a full stop, an insecure URL, a sum that is none, a missing test.
def fail_with(message) = abort("#{ARGV[0]}: #{message}")

class Formula
  class << self
    def values = (@values ||= Hash.new { |hash, key| hash[key] = [] })
    %i[desc homepage version license url sha256 depends_on].each do |name|
      define_method(name) { |*given| values[name].concat(given) }
    end
    %i[on_macos on_linux on_arm on_intel].each { |name| define_method(name) { |&block| block.call } }
    def test(&block) = values[:test] << block
    def inherited(formula) = (@@formula = formula)
    def formula = @@formula
  end
end

load ARGV[0]
values = Formula.formula.values
%i[desc homepage license test].each { |name| fail_with("no #{name}") if values[name].empty? }
desc = values[:desc].first
fail_with("desc and name are longer than 80 characters") if "samlayers: #{desc}".size > 80
fail_with("desc ends with a full stop") if desc.end_with?(".")
fail_with("an article at the beginning of desc") if desc.match?(/\A(An?|The)\s/)
fail_with("#{values[:url].size} URLs, #{values[:sha256].size} sums") unless values[:url].size == 4 && values[:sha256].size == 4
values[:url].each { |url| fail_with("not https: #{url}") unless url.start_with?("https://") }
values[:sha256].each { |sum| fail_with("no SHA-256: #{sum}") unless sum.match?(/\A\h{64}\z/) }
fail_with("no install") unless Formula.formula.method_defined?(:install)
