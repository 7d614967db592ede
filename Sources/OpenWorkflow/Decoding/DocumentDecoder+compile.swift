internal import JQ
internal import JSON

extension DocumentDecoder {
  /// Compiles an expression's jq. Every variable of the language is known to the compiler, so that one in the
  /// wrong place gets a better message than an undefined one.
  func compile(_ source: String, _ cursor: Cursor, _ scope: Scope) -> Expression? {
    if source.trimmed.isEmpty {
      error("\(cursor.name) has an empty expression; write '.' for the value itself", at: cursor)
      return nil
    }
    let key = FilterCache.Key(source: source, place: scope.place, locals: scope.locals)
    if let filter = filters[key] { return Expression(source: source, filter: filter, position: cursor.position) }
    do {
      let filter = try Filter(source, variables: Self.variables + scope.locals)
      guard check(filter, source, cursor, scope) else { return nil }
      filters[key] = filter
      return Expression(source: source, filter: filter, position: cursor.position)
    } catch {
      report(error, source, cursor, scope)
      return nil
    }
  }

  private static let variables = Scope.Place.export.variables

  private func check(_ filter: Filter, _ source: String, _ cursor: Cursor, _ scope: Scope) -> Bool {
    var isValid = true
    for name in filter.usedVariables where Self.variables.contains(name) && !scope.variables.contains(name) {
      let places = Scope.Place.allCases.filter { $0.variables.contains(name) }.map(\.description)
      report(
        .error,
        "$\(name) has no value in \(scope.place.description); it exists only in \(places.joined(separator: ", "))",
        place(of: "$\(name)", in: source, cursor), cursor.path)
      isValid = false
    }
    if filter.usedVariables.contains("secrets") { checkSecrets(source, cursor) }
    return isValid
  }

  private func report(_ error: CompileError, _ source: String, _ cursor: Cursor, _ scope: Scope) {
    report(
      .error,
      "invalid expression '\(source.trimmed.abbreviated)' in \(cursor.name): \(error.message)"
        + Self.hint(error, source, cursor, scope),
      place(ofByte: error.offset, in: source, cursor), cursor.path)
  }

  /// What to do about `$name is not defined` and `name/arity is not defined`.
  private static func hint(_ error: CompileError, _ source: String, _ cursor: Cursor, _ scope: Scope) -> String {
    guard error.message.hasSuffix(" is not defined"), let name = error.message.split(separator: " ").first else {
      return ""
    }
    if name.hasPrefix("$") {
      let variables = scope.variables.sorted()
      if let near = nearest(to: String(name.dropFirst()), among: variables) { return "; did you mean '$\(near)'?" }
      return "; defined here are \(variables.map { "$" + $0 }.joined(separator: ", "))"
    }
    if cursor.lastKey == "command", source.utf8.allSatisfy({ isUnreserved($0) && !"-.~".utf8.contains($0) }) {
      return "; write $\(source) for a variable of the shell"
    }
    let function = name.prefix { $0 != "/" }
    let arities = builtins.filter { $0.prefix { $0 != "/" } == function }
    if !arities.isEmpty { return "; there is \(arities.listed("and"))" }
    let names = Set(builtins.map { String($0.prefix { $0 != "/" }) }).sorted()
    return nearest(to: String(function), among: names).map { "; did you mean '\($0)'?" } ?? ""
  }

  /// `name/arity` of jq's own functions.
  private static let builtins: [String] = {
    let names = try? Filter("builtins").first(.null)?.arrayValue
    return (names ?? []).compactMap(\.stringValue)
  }()

  /// Secrets that are read by name and not declared would be an error when the expression is evaluated.
  private func checkSecrets(_ source: String, _ cursor: Cursor) {
    for part in source.split(separator: "$secrets", omittingEmptySubsequences: false).dropFirst() {
      let access = part.drop { $0 == "." || $0 == "[" }
      guard access.startIndex > part.startIndex else { continue }
      let isQuoted = access.hasPrefix("\"")
      let name =
        isQuoted
        ? access.dropFirst().prefix { $0 != "\"" }
        : access.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
      guard !name.isEmpty, !components.secrets.contains(String(name)) else { continue }
      let near = nearest(to: String(name), among: components.secrets).map { "did you mean '\($0)'?" }
      report(
        .warning,
        "the secret '\(name)' is not declared, so reading it is an authorization error; "
          + (near ?? "declare it in the list 'use.secrets'"),
        place(of: "$secrets", in: source, cursor), cursor.path)
    }
  }
}
