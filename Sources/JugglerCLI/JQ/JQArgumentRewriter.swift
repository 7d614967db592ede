/// Brings the options of jq that take two values, or that change what follows, into a form that the argument parser knows:
/// `--arg n v` becomes `--arg=n=v`, and each argument after `--args` or `--jsonargs` says which it was.
enum JQArgumentRewriter {
  private static let withTwoValues: Set<String> = ["--arg", "--argjson", "--slurpfile", "--rawfile"]
  private static let withValue: Set<String> = ["--indent", "--log-level", "-L", "--library-path"]

  /// - Parameter arguments: of the whole command line; those of other commands are left alone.
  static func rewritten(_ arguments: [String]) -> [String] {
    guard arguments.first == "jq" else { return arguments }
    var options = ["jq"]
    // The filter, then files.
    var plain: [String] = []
    var mode: String?
    func take(_ argument: String) {
      if let mode, !plain.isEmpty { options.append("--positional=\(mode):\(argument)") } else { plain.append(argument) }
    }

    var rest = arguments.dropFirst()
    while let argument = rest.popFirst() {
      if argument == "--" {
        rest.forEach(take)
        rest = []
      } else if argument == "--args" {
        mode = "string"
      } else if argument == "--jsonargs" {
        mode = "json"
      } else if withTwoValues.contains(argument), rest.count >= 2 {
        let values = rest.prefix(2)
        rest = rest.dropFirst(2)
        options.append("\(argument)=\(values.joined(separator: "="))")
      } else if withValue.contains(argument), let value = rest.popFirst() {
        options += [argument, value]
      } else if argument.hasPrefix("-"), argument.count > 1 {
        options.append(argument)
      } else {
        take(argument)
      }
    }
    return plain.isEmpty ? options : options + ["--"] + plain
  }
}
