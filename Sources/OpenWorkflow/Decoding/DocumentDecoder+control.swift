internal import JSON

extension DocumentDecoder {
  func forEach(_ cursor: Cursor, _ task: inout Fields, _ scope: Scope) -> ForTask? {
    let whileCursor = task.take("while")
    let doCursor = require("do", of: &task, "the tasks of each round")
    let concurrency = concurrency(of: task)
    guard var fields = fields(cursor, as: "a mapping with 'in'") else { return nil }
    let each = fields.take("each").flatMap(variableName) ?? "item"
    let at = self.at(&fields, beside: each)
    let collection = require("in", of: &fields, "the collection").flatMap { self.collection($0, scope) }
    close(fields)
    let inner = scope.adding(each, at)
    let condition = whileCursor.flatMap { expression($0, inner) }
    let tasks = doCursor.flatMap { taskList($0, inner) }
    guard let collection, let tasks else { return nil }
    return ForTask(
      each: each, at: at, collection: collection, condition: condition, tasks: tasks, concurrency: concurrency)
  }

  /// The name of the index's variable.
  func at(_ fields: inout Fields, beside item: String) -> String {
    guard let cursor = fields.take("at"), let name = variableName(cursor) else { return "index" }
    if name == item { error("'at' must not be '\(name)', which holds the item already", at: cursor) }
    return name
  }

  private func collection(_ cursor: Cursor, _ scope: Scope) -> Template? {
    if case .sequence = cursor.node.content { return template(cursor, scope) }
    guard cursor.text != nil else {
      expected("an expression or a list", cursor)
      return nil
    }
    return expression(cursor, scope).map { .expression($0) }
  }

  /// The name of a variable, without `$`.
  func variableName(_ cursor: Cursor) -> String? {
    guard let name = fixedText(cursor, as: "the name of a variable") else { return nil }
    if name.hasPrefix("$") {
      error("\(cursor.name) names a variable without '$': write '\(name.dropFirst().abbreviated)'", at: cursor)
      return nil
    }
    let isIdentifier =
      name.utf8.allSatisfy { isUnreserved($0) && !"-.~".utf8.contains($0) }
      && name.utf8.first.map { !(0x30...0x39).contains($0) } == true
    if !isIdentifier {
      error("\(cursor.name) must be letters, digits and '_', found '\(name.abbreviated)'", at: cursor)
      return nil
    }
    if Scope.Place.export.variables.contains(name) {
      error("\(cursor.name) must not be '\(name)': '$\(name)' has a meaning of its own", at: cursor)
      return nil
    }
    return name
  }

  func fork(_ cursor: Cursor, _ scope: Scope) -> ForkTask? {
    guard var fields = fields(cursor, as: "a mapping with 'branches'") else { return nil }
    let branches = require("branches", of: &fields, "the tasks to run at the same time")
      .flatMap { taskList($0, scope, areBranches: true) }
    let compete = fields.take("compete").flatMap(bool) ?? false
    close(fields)
    return branches.map { ForkTask(branches: $0, compete: compete) }
  }

  func switchCases(_ cursor: Cursor, _ scope: Scope) -> SwitchTask? {
    guard let items = items(cursor, of: "cases", hint: "write each as '- name: { when: …, then: … }'") else {
      return nil
    }
    if items.isEmpty { error("'switch' has no case", at: cursor) }
    var defaultCase: SwitchTask.Case?
    var cases: [SwitchTask.Case?] = []
    for item in items {
      guard let (cursor, name) = named(item, "a case"), let decoded = switchCase(cursor, name, scope) else {
        cases.append(nil)
        continue
      }
      if decoded.when != nil {
        cases.append(decoded)
      } else if cursor.value["when"] != nil {
        cases.append(nil)
      } else if let defaultCase {
        error(
          "a second case without 'when', beside '\(defaultCase.name)'; only one can be the default", atKeyOf: cursor)
      } else {
        defaultCase = decoded
      }
    }
    return collected(cases).map { SwitchTask(cases: $0, defaultCase: defaultCase) }
  }

  private func switchCase(_ cursor: Cursor, _ name: String, _ scope: Scope) -> SwitchTask.Case? {
    guard var fields = fields(cursor, as: "a mapping with 'when' and 'then'", name: "the case '\(name.abbreviated)'")
    else { return nil }
    let when = fields.take("when").flatMap { expression($0, scope) }
    let then = require("then", of: &fields, "where to go when the case matches").flatMap(flowDirective)
    close(fields)
    return then.map { SwitchTask.Case(name: name, when: when, then: $0) }
  }

  func tryCatch(_ cursor: Cursor, _ task: inout Fields, _ scope: Scope) -> TryTask? {
    let catchCursor = require("catch", of: &task, "what to do with an error; '{}' goes on after it")
    let tasks = taskList(cursor, scope)
    let handler = catchCursor.flatMap { self.catch($0, scope) }
    guard let tasks, let handler else { return nil }
    return TryTask(tasks: tasks, catch: handler)
  }

  private func `catch`(_ cursor: Cursor, _ scope: Scope) -> Catch? {
    guard var fields = fields(cursor) else { return nil }
    let variable = fields.take("as").flatMap(variableName) ?? "error"
    let inner = scope.adding(variable)
    let errors = fields.take("errors").flatMap(errorFilter)
    let when = fields.take("when").flatMap { expression($0, inner) }
    let exceptWhen = fields.take("exceptWhen").flatMap { expression($0, inner) }
    let retry = fields.take("retry").flatMap { self.retry($0, inner) }
    let tasks = fields.take("do").flatMap { taskList($0, inner) }
    let then = fields.take("then").flatMap(flowDirective)
    close(fields)
    return Catch(
      errors: errors, variable: variable, when: when, exceptWhen: exceptWhen, retry: retry, tasks: tasks, then: then)
  }

  func raise(_ cursor: Cursor, _ scope: Scope) -> RaiseTask? {
    guard var fields = fields(cursor, as: "a mapping with 'error'") else { return nil }
    let error = require("error", of: &fields, "the error, or the name of one of 'use.errors'")
    close(fields)
    guard let error else { return nil }
    if let name = error.text {
      return resolve(name, in: \.errors, "error", "errors", at: error).map { RaiseTask(error: $0) }
    }
    return errorDefinition(error, scope).map { RaiseTask(error: $0) }
  }
}

extension StringProtocol {
  var abbreviated: String { String(self).abbreviated }
}
