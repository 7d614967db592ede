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
    return isValid
  }

  private func report(_ error: CompileError, _ source: String, _ cursor: Cursor, _ scope: Scope) {
    self.error(
      "invalid expression '\(String(source.trimmed).abbreviated)' in \(cursor.name): \(error.message)", at: cursor)
  }

  private func place(of part: String, in source: String, _ cursor: Cursor) -> SourcePosition {
    cursor.position
  }
}
