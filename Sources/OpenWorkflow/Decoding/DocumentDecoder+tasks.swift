internal import JSON

extension DocumentDecoder {
  /// `areBranches`: they all start, so that none is out of reach.
  func taskList(_ cursor: Cursor, _ scope: Scope, areBranches: Bool = false) -> TaskList? {
    guard let items = items(cursor, of: "tasks", hint: Self.listHint(cursor)) else { return nil }
    var names: [String: Cursor] = [:]
    var labels: [Cursor] = []
    let entries = items.map { item -> TaskEntry? in
      guard let (cursor, name) = named(item, "a task") else { return nil }
      if let first = names.updateValue(cursor, forKey: name) {
        names[name] = first
        warning(
          "a second task of this list is named '\(name.abbreviated)' (the first stands in line "
            + "\(first.keyPosition.line)); 'then: \(name.abbreviated)' means the first", atKeyOf: cursor)
      }
      labels.append(cursor)
      return task(cursor, scope, name: name)
    }
    let hasValidTargets = checkTargets(labels, among: areBranches ? .branches : .list)
    guard let entries = collected(entries) else { return nil }
    let list = TaskList(entries)
    if !areBranches, hasValidTargets { warnOfUnreachable(list, labels) }
    return list
  }

  private static func listHint(_ cursor: Cursor) -> String {
    guard case .mapping(let members) = cursor.node.content, let first = members.first else { return "" }
    return "begin each task with '-': '- \(first.key.abbreviated): …'"
  }

  /// The task that a name stands for.
  func task(_ cursor: Cursor, _ scope: Scope, name: String) -> TaskEntry? {
    guard var fields = fields(cursor, as: "a task", name: "the task '\(name.abbreviated)'", hint: Self.taskHint) else {
      return nil
    }
    let kind = kind(&fields, scope)
    let condition = fields.take("if").flatMap { expression($0, scope.at(.beforeTask)) }
    let input = fields.take("input").flatMap { self.input($0, scope.at(.beforeTask)) }
    let output = fields.take("output").flatMap { self.output($0, scope) }
    let export = fields.take("export").flatMap { self.export($0, scope) }
    let timeout = fields.take("timeout").flatMap { self.timeout($0, scope) }
    let then = fields.take("then").flatMap(flowDirective)
    let metadata = fields.take("metadata")
    let annotations = metadata.flatMap(object)
    if let metadata { checkMetadata(metadata, of: kind) }
    close(fields)
    guard let kind else { return nil }
    let definition = TaskDefinition(
      kind: kind, condition: condition, input: input, output: output, export: export, timeout: timeout, then: then,
      metadata: annotations ?? [:], source: cursor.value)
    return TaskEntry(name: name, reference: cursor.path.pointer, definition: definition)
  }

  private static let taskHint = "such as 'set: { … }' or 'call: http'"
  private static let kinds = [
    "call", "do", "emit", "for", "fork", "listen", "raise", "run", "set", "switch", "try", "wait",
  ]

  private func kind(_ fields: inout Fields, _ scope: Scope) -> TaskDefinition.Kind? {
    // `do` belongs to `for` when both are there.
    let found = Self.kinds.filter { fields.contains($0) && !($0 == "do" && fields.contains("for")) }
    guard found.count <= 1 else {
      error("\(fields.name) says \(found.listed("and")); a task does one of them", atKeyOf: fields.cursor)
      Self.memberNames.forEach { _ = fields.take($0) }
      return nil
    }
    guard let name = found.first, let cursor = fields.take(name) else {
      missingKind(&fields)
      return nil
    }
    switch name {
    case "call": return call(cursor, &fields, scope).map { .call($0) }
    case "do": return taskList(cursor, scope).map { .doTasks($0) }
    case "emit": return emit(cursor, scope).map { .emit($0) }
    case "for": return forEach(cursor, &fields, scope).map { .forEach($0) }
    case "fork": return fork(cursor, scope).map { .fork($0) }
    case "listen": return listen(cursor, &fields, scope).map { .listen($0) }
    case "raise": return raise(cursor, scope).map { .raise($0) }
    case "run": return run(cursor, scope).map { .run($0) }
    case "set": return set(cursor, scope).map { .set($0) }
    case "switch": return switchCases(cursor, scope).map { .switchCases($0) }
    case "try": return tryCatch(cursor, &fields, scope).map { .tryCatch($0) }
    default: return duration(cursor, scope).map { .wait($0) }
    }
  }

  private static let memberNames = kinds + ["with", "while", "foreach", "catch"]

  private func missingKind(_ fields: inout Fields) {
    fields.miss(Self.kinds, "\(fields.name) does nothing: it needs one of \(Self.kinds.listed())")
    Self.memberNames.forEach { _ = fields.take($0) }
  }

  private func set(_ cursor: Cursor, _ scope: Scope) -> Template? {
    if let text = cursor.text {
      if mode == .strict, !ExpressionText.opens(in: text) {
        expected("a mapping or an expression", cursor, hint: "write '${ \(text.abbreviated) }' for an expression")
        return nil
      }
      return template(cursor, scope)
    }
    guard case .mapping(let members) = cursor.node.content, !members.isEmpty else {
      expected("a mapping of the data to set, or an expression '${ … }'", cursor)
      return nil
    }
    return template(cursor, scope)
  }
}
