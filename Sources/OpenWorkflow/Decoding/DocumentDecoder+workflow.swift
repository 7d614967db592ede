extension DocumentDecoder {
  func workflow(_ cursor: Cursor) -> WorkflowDefinition? {
    guard var fields = fields(cursor, as: "a mapping with 'document' and 'do'", name: "the workflow") else {
      return nil
    }
    let document = require("document", of: &fields, "the workflow's namespace, name and version").flatMap(self.document)
    let evaluate = fields.take("evaluate").flatMap(evaluation) ?? Evaluation(mode: .strict)
    mode = evaluate.mode
    let use = components(fields.take("use"))
    let timeout = fields.take("timeout").flatMap { self.timeout($0, Scope(.workflowInput)) }
    let input = fields.take("input").flatMap { self.input($0, Scope(.workflowInput)) }
    let schedule = fields.take("schedule").flatMap(self.schedule)
    let tasks = require("do", of: &fields, "the list of tasks to perform").flatMap { taskList($0, Scope(.task)) }
    let output = fields.take("output").flatMap { self.output($0, Scope(.workflowOutput)) }
    close(fields)
    checkCalls()
    warnOfUnusedComponents(cursor)
    guard let document, let tasks else { return nil }
    return WorkflowDefinition(
      document: document, input: input, use: use, tasks: tasks, timeout: timeout, output: output, schedule: schedule,
      evaluate: evaluate, source: cursor.value)
  }

  private func evaluation(_ cursor: Cursor) -> Evaluation? {
    guard var fields = fields(cursor) else { return nil }
    if let language = fields.take("language"), let name = fixedText(language), name != "jq" {
      error("expressions in '\(name)' are not supported; the only language is 'jq'", at: language)
    }
    let mode = fields.take("mode").flatMap { choice($0, Evaluation.Mode.self) } ?? .strict
    close(fields)
    return Evaluation(mode: mode)
  }

  private func schedule(_ cursor: Cursor) -> Schedule? {
    guard var fields = fields(cursor, as: "a mapping with 'every', 'cron', 'after' or 'on'") else { return nil }
    let scope = Scope(.workflowInput)
    let every = fields.take("every").flatMap { duration($0, scope) }
    let cron = fields.take("cron").flatMap(cronExpression)
    let after = fields.take("after").flatMap { duration($0, scope) }
    let on = fields.take("on").flatMap { eventStrategy($0, scope) }
    let read = fields.take("read")
    let reading = read.flatMap { choice($0, EventReading.self) }
    close(fields)
    if let read, !fields.contains("on") {
      error("'read' says how the events of 'on' are read, and there is no 'on'; add it or remove 'read'", atKeyOf: read)
    }
    if !["every", "cron", "after", "on", "read"].contains(where: fields.contains), fields.unknown.isEmpty {
      error("'schedule' needs one of 'every', 'cron', 'after' or 'on'", atKeyOf: cursor)
    }
    return Schedule(every: every, cron: cron, after: after, on: on, read: reading ?? .data)
  }

  private func cronExpression(_ cursor: Cursor) -> CronExpression? {
    guard let text = fixedText(cursor, as: "a cron expression") else { return nil }
    do {
      return try CronExpression(text)
    } catch {
      self.error("'cron' \(error.message)", at: cursor)
      return nil
    }
  }
}
