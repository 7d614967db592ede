internal import JQ
internal import JSON

extension DocumentDecoder {
  /// A member that is an expression, with or without `${ }`.
  func expression(_ cursor: Cursor, _ scope: Scope) -> Expression? {
    guard let text = text(cursor, as: "an expression") else { return nil }
    if let inner = ExpressionText.whole(text) { return compile(inner, cursor, scope) }
    if text.trimmed.hasPrefix("${"), case .unclosed? = ExpressionText.pieces(of: text).last {
      unclosed(cursor)
      return nil
    }
    return compile(text, cursor, scope)
  }

  /// Any value; texts may contain `${ … }`.
  func template(_ cursor: Cursor, _ scope: Scope) -> Template? {
    if mode == .strict, !cursor.node.mayContainExpressions { return .literal(cursor.value) }
    switch cursor.node.content {
    case .scalar:
      guard let text = cursor.text else { return .literal(cursor.value) }
      return textTemplate(text, cursor, scope)
    case .sequence(let items):
      let parts = items.enumerated().map { template(cursor.descend($1, at: $0), scope) }
      return collected(parts).map { Template(array: $0, value: cursor.value) }
    case .mapping(let members):
      let parts = members.map { template(cursor.descend($0), scope) }
      return collected(parts).map { Template(object: zip(members, $0).map { ($0.key, $1) }, value: cursor.value) }
    }
  }

  /// A text that may contain `${ … }`.
  func textTemplate(_ cursor: Cursor, _ scope: Scope) -> Template? {
    text(cursor).flatMap { textTemplate($0, cursor, scope) }
  }

  private func textTemplate(_ text: String, _ cursor: Cursor, _ scope: Scope) -> Template? {
    if let inner = ExpressionText.whole(text) {
      return compile(inner, cursor, scope).map { .expression($0) }
    }
    if !ExpressionText.opens(in: text) {
      return mode == .loose ? loose(text, cursor, scope) : .literal(cursor.value)
    }
    return segments(of: text, cursor, scope).map { .interpolation($0) }
  }

  func segments(of text: String, _ cursor: Cursor, _ scope: Scope) -> [Template.Segment]? {
    var segments: [Template.Segment] = []
    var isComplete = true
    for piece in ExpressionText.pieces(of: text) {
      switch piece {
      case .text(let text): segments.append(.text(text))
      case .expression(let source):
        if let expression = compile(source, cursor, scope) {
          segments.append(.expression(expression))
        } else {
          isComplete = false
        }
      case .unclosed:
        unclosed(cursor)
        isComplete = false
      }
    }
    return isComplete ? segments : nil
  }

  /// In mode `loose` every text that is valid jq is an expression.
  private func loose(_ text: String, _ cursor: Cursor, _ scope: Scope) -> Template {
    guard let filter = try? Filter(text, variables: scope.variables) else { return .literal(cursor.value) }
    return .loose(Expression(source: text, filter: filter, position: cursor.position), text: text)
  }

  /// `from` and `as`: an expression with or without `${ }`, or an object with expressions in it.
  func transformation(_ cursor: Cursor, _ scope: Scope) -> Template? {
    if let text = cursor.text {
      let opens = ExpressionText.opens(in: text)
      if opens, ExpressionText.whole(text) == nil { return textTemplate(text, cursor, scope) }
      return expression(cursor, scope).map { .expression($0) }
    }
    guard case .mapping = cursor.node.content else {
      expected("an expression or a mapping", cursor, hint: "write it as a text, such as '.name'")
      return nil
    }
    return template(cursor, scope)
  }

  /// A mapping of any values, or an expression that gives one.
  func mappingTemplate(_ cursor: Cursor, _ scope: Scope, of what: String) -> Template? {
    if let text = cursor.text, ExpressionText.whole(text) != nil { return template(cursor, scope) }
    guard case .mapping = cursor.node.content else {
      expected("a mapping of \(what), or an expression '${ … }' that gives one", cursor)
      return nil
    }
    return template(cursor, scope)
  }

  /// A mapping of texts, or an expression that gives one.
  func textsTemplate(_ cursor: Cursor, _ scope: Scope, of what: String) -> Template? {
    if case .mapping(let members) = cursor.node.content {
      for member in members where member.value.value.stringValue == nil { _ = text(cursor.descend(member)) }
    }
    return mappingTemplate(cursor, scope, of: what)
  }

  func textTemplates(_ cursor: Cursor, _ scope: Scope, of what: String) -> [Template]? {
    guard let items = items(cursor, of: what) else { return nil }
    return collected(items.map { textTemplate($0, scope) })
  }

  /// All of them, or none when one is missing.
  func collected<Element>(_ elements: [Element?]) -> [Element]? {
    let present = elements.compactMap(\.self)
    return present.count == elements.count ? present : nil
  }

  private func unclosed(_ cursor: Cursor) {
    error(
      "'${' has no closing '}' in \(cursor.name); close it, or write ${ \"${\" } where the characters themselves are meant",
      at: cursor)
  }
}

extension Template {
  fileprivate init(array parts: [Template], value: JSONValue) {
    self = parts.allSatisfy { $0.literal != nil } ? .literal(value) : .array(parts)
  }

  fileprivate init(object parts: [(key: String, value: Template)], value: JSONValue) {
    self = parts.allSatisfy { $0.value.literal != nil } ? .literal(value) : .object(parts)
  }
}
