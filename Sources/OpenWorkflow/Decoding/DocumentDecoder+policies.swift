internal import JSON

extension DocumentDecoder {
  /// A timeout, or the name of one.
  func timeout(_ cursor: Cursor, _ scope: Scope) -> Timeout? {
    guard let name = cursor.text else { return timeoutDefinition(cursor, scope) }
    var hint = ""
    if Duration(iso8601: name) != nil { hint = "write 'timeout: { after: \(name) }' for a duration" }
    return resolve(name, in: \.timeouts, "timeout", "timeouts", at: cursor, hint: hint)
  }

  func timeoutDefinition(_ cursor: Cursor, _ scope: Scope, name: String? = nil) -> Timeout? {
    guard var fields = fields(cursor, as: "a mapping with 'after'", hint: "such as '{ after: { seconds: 30 } }'") else {
      return nil
    }
    let misplaced = DurationUnit.allCases.first { fields.contains($0.rawValue) }
    if let misplaced, !fields.contains("after") {
      error("'\(misplaced.rawValue)' belongs under 'after': '{ after: { \(misplaced.rawValue): … } }'", atKeyOf: cursor)
      return nil
    }
    let after = require("after", of: &fields, "a duration").flatMap { duration($0, scope) }
    close(fields)
    return after.map { Timeout(name: name, after: $0) }
  }

  func errorDefinition(_ cursor: Cursor, _ scope: Scope, name: String? = nil) -> ErrorDefinition? {
    guard var fields = fields(cursor, as: "a mapping with 'type' and 'status', or the name of an error") else {
      return nil
    }
    let type = require("type", of: &fields, "a URI that says what kind of error it is").flatMap {
      textTemplate($0, scope)
    }
    let status = require("status", of: &fields, "a number such as 400").flatMap { self.status($0, scope) }
    let instance = fields.take("instance").flatMap { textTemplate($0, scope) }
    let title = fields.take("title").flatMap { textTemplate($0, scope) }
    let detail = fields.take("detail").flatMap { textTemplate($0, scope) }
    close(fields)
    guard let type, let status else { return nil }
    return ErrorDefinition(name: name, type: type, status: status, instance: instance, title: title, detail: detail)
  }

  private func status(_ cursor: Cursor, _ scope: Scope) -> Template? {
    if let text = cursor.text, ExpressionText.whole(text) != nil { return template(cursor, scope) }
    return integer(cursor, in: Int.min...Int.max, as: "a whole number such as 400").map {
      .literal(.integer(Int64($0)))
    }
  }

  /// `catch.errors`.
  func errorFilter(_ cursor: Cursor) -> ErrorFilter? {
    guard var outer = fields(cursor, as: "a mapping with 'with'") else { return nil }
    let with = outer.take("with")
    close(outer)
    guard let with, var fields = fields(with, as: "a mapping of the error's members") else { return nil }
    let type = fields.take("type").flatMap { fixedText($0) }
    let status = fields.take("status").flatMap { integer($0, in: Int.min...Int.max, as: "a whole number such as 404") }
    let instance = fields.take("instance").flatMap { fixedText($0) }
    let title = fields.take("title").flatMap { fixedText($0) }
    let detail = fields.take("detail").flatMap { fixedText($0) }
    close(fields)
    if case .mapping(let members) = with.node.content, members.isEmpty {
      error("'with' must name a member of the error at least, such as 'type' or 'status'", at: with)
    }
    return ErrorFilter(type: type, status: status, instance: instance, title: title, detail: detail)
  }

  /// A retry policy, or the name of one.
  func retry(_ cursor: Cursor, _ scope: Scope) -> RetryPolicy? {
    guard let name = cursor.text else { return retryPolicy(cursor, scope) }
    return resolve(name, in: \.retries, "retry policy", "retries", at: cursor)
  }

  func retryPolicy(_ cursor: Cursor, _ scope: Scope, name: String? = nil) -> RetryPolicy? {
    guard var fields = fields(cursor, as: "a retry policy, or the name of one") else { return nil }
    let when = fields.take("when").flatMap { expression($0, scope) }
    let exceptWhen = fields.take("exceptWhen").flatMap { expression($0, scope) }
    let delay = fields.take("delay").flatMap { duration($0, scope) }
    let backoff = fields.take("backoff").flatMap(self.backoff) ?? .constant
    let limit = fields.take("limit").map { self.limit($0, scope) } ?? RetryLimit()
    let jitter = fields.take("jitter").flatMap { self.jitter($0, scope) }
    close(fields)
    return RetryPolicy(
      name: name, when: when, exceptWhen: exceptWhen, delay: delay, backoff: backoff,
      attemptCount: limit.attemptCount, attemptDuration: limit.attemptDuration, duration: limit.duration, jitter: jitter
    )
  }

  private func backoff(_ cursor: Cursor) -> RetryPolicy.Backoff? {
    guard var fields = fields(cursor, as: "a mapping with 'constant', 'exponential' or 'linear'") else { return nil }
    let kind = single(RetryPolicy.Backoff.allCases.map(\.rawValue), of: &fields, "a way to grow the delay")
    close(fields)
    guard let kind else { return nil }
    guard case .mapping(let members) = kind.node.content else {
      expected("a mapping", kind, hint: "write '\(kind.lastKey): {}'")
      return nil
    }
    for member in members {
      warning("'\(member.key)' has no meaning in DSL 1.0 and is ignored", atKeyOf: kind.descend(member))
    }
    return RetryPolicy.Backoff(rawValue: kind.lastKey)
  }

  private struct RetryLimit {
    var attemptCount: Int?
    var attemptDuration: DurationValue?
    var duration: DurationValue?
  }

  private func limit(_ cursor: Cursor, _ scope: Scope) -> RetryLimit {
    var limit = RetryLimit()
    guard var fields = fields(cursor, as: "a mapping with 'attempt' and 'duration'") else { return limit }
    if let attempt = fields.take("attempt"),
      var inner = self.fields(attempt, as: "a mapping with 'count' and 'duration'")
    {
      limit.attemptCount = inner.take("count")
        .flatMap { integer($0, in: 0...Int(Int32.max), as: "a whole number, 0 or more") }
      limit.attemptDuration = inner.take("duration").flatMap { duration($0, scope) }
      close(inner)
    }
    limit.duration = fields.take("duration").flatMap { duration($0, scope) }
    close(fields)
    return limit
  }

  private func jitter(_ cursor: Cursor, _ scope: Scope) -> RetryPolicy.Jitter? {
    guard var fields = fields(cursor, as: "a mapping with 'from' and 'to'") else { return nil }
    let from = require("from", of: &fields, "the shortest addition to the delay").flatMap { duration($0, scope) }
    let to = require("to", of: &fields, "the longest addition to the delay").flatMap { duration($0, scope) }
    close(fields)
    guard let from, let to else { return nil }
    if case .constant(let low) = from, case .constant(let high) = to, low > high {
      error("'jitter' goes from \(low) to \(high); 'from' must not be longer than 'to'", atKeyOf: cursor)
    }
    return RetryPolicy.Jitter(from: from, to: to)
  }
}
