/// The text of a command for `sh -c`.
struct ShellCommand: Sendable, Hashable {
  let source: String

  init(_ source: String) { self.source = source }

  /// The command as the shell gets it: arguments that it does not use by itself are appended.
  func text(appending hasArguments: Bool) -> String {
    guard hasArguments, !usesParameters else { return source }
    let end = source.lastIndex { !$0.isWhitespace }.map { source.index(after: $0) } ?? source.startIndex
    return source[..<end] + #" "$@""#
  }

  /// Whether it refers to `$1`, `${1}`, `$@`, `$*` or `$#` where the shell would expand them: not between single quotes
  /// and not after a backslash.
  var usesParameters: Bool {
    var isSingleQuoted = false
    var isDoubleQuoted = false
    var rest = source.unicodeScalars[...]
    while let character = rest.popFirst() {
      switch character {
      case "'" where !isDoubleQuoted: isSingleQuoted.toggle()
      case _ where isSingleQuoted: break
      case "\"": isDoubleQuoted.toggle()
      case "\\": _ = rest.popFirst()
      case "$":
        let isBraced = rest.first == "{"
        let name = isBraced ? rest.dropFirst() : rest
        // `${#name}` is the length of a variable.
        if isBraced, name.first == "#", name.dropFirst().first != "}" { break }
        if let name = name.first, "123456789@*#".unicodeScalars.contains(name) { return true }
      default: break
      }
    }
    return false
  }
}
