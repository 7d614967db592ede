import AsyncPatterns
import JSON
import Juggler
import OpenWorkflow

extension Interpreter {
  @inline(never)
  func perform(
    _ task: TryTask, _ site: Site, _ input: JSONValue, _ variables: Variables, in place: Place
  ) async throws -> RawResult {
    // Later, when the attempt began as the journal has it: how long that took on a replay says nothing.
    var attemptStart = run.now
    var retries = try await task.catch.retry.asyncMap { [attemptStart] policy in
      try await Retries(policy, of: self, input, variables, task: site.name, startedAt: attemptStart)
    }
    var number = 1
    while true {
      var inner = place
      if retries != nil { inner.scope = place.scope.appending(.attempt(number)) }
      let attemptPlace = inner
      do {
        guard let limit = retries?.limit(ofAttemptAt: attemptStart) else {
          return try await composite(task.tasks, input, variables, in: attemptPlace)
        }
        return try await limited(to: limit, at: site.reference, in: attemptPlace) {
          try await composite(task.tasks, input, variables, in: attemptPlace)
        }
      } catch let fault as Fault {
        // What interrupts the task from outside is not the task's own failure.
        try Task.checkCancellation()
        let caught = variables.with(
          locals: Locals(task.catch.variable, fault.json, outer: variables.locals))
        guard try await catches(fault, task.catch, site, caught) else { throw fault }
        if retries != nil, let policy = task.catch.retry {
          let step = StepID(task: site.reference + "/catch/retry", scope: attemptPlace.scope)
          if let delay = try await retries?.delay(after: fault, attempt: number, step, policy, of: self, site, caught) {
            report(.retried, site, attemptPlace, fault: fault, delay: delay)
            attemptStart = try await run.sleep(step, for: delay)
            number += 1
            continue
          }
          if task.catch.tasks == nil, task.catch.then == nil { throw fault }
        }
        return try await handle(fault, task.catch, input, caught, in: place)
      }
    }
  }

  /// What happens after an error was caught and is not to be retried.
  @inline(never)
  private func handle(
    _ fault: Fault, _ handler: Catch, _ input: JSONValue, _ variables: Variables, in place: Place
  ) async throws -> RawResult {
    guard let tasks = handler.tasks else {
      return RawResult(output: input, context: variables.context, directive: handler.then)
    }
    var inner = place
    inner.locals = variables.locals
    let result = try await composite(tasks, input, variables, in: inner)
    return RawResult(output: result.output, context: result.context, directive: result.directive ?? handler.then)
  }

  @inline(never)
  private func catches(
    _ fault: Fault, _ handler: Catch, _ site: Site, _ variables: Variables
  ) async throws -> Bool {
    if let errors = handler.errors, !errors.matches(fault) { return false }
    if let when = handler.when {
      guard try await evaluator.isTrue(when, on: fault.json, variables, task: site.name) else { return false }
    }
    if let exceptWhen = handler.exceptWhen {
      if try await evaluator.isTrue(exceptWhen, on: fault.json, variables, task: site.name) { return false }
    }
    return true
  }
}

extension ErrorFilter {
  func matches(_ fault: Fault) -> Bool {
    (type.map { Fault.isSameType($0, fault.type) } ?? true)
      && (status.map { $0 == fault.status } ?? true)
      && (instance.map { $0 == fault.instance } ?? true)
      && (title.map { $0 == fault.title } ?? true)
      && (detail.map { $0 == fault.detail } ?? true)
  }
}

extension Fault {
  /// Whether two type URIs name the same kind of error; the standard ones are spelled in several ways.
  static func isSameType(_ a: String, _ b: String) -> Bool {
    if a == b { return true }
    guard let a = Kind(anySpelling: a), let b = Kind(anySpelling: b) else { return false }
    return a == b
  }
}

extension Fault.Kind {
  private static let bases = [
    base,
    "https://open-workflow-specification.org/dsl/errors/types/",
    "https://serverlessworkflow.io/spec/1.0.0/errors/",
    "https://serverlessworkflow.io/dsl/errors/types/",
  ]

  fileprivate init?(anySpelling type: String) {
    guard let base = Self.bases.first(where: type.hasPrefix) else { return nil }
    self.init(rawValue: String(type.dropFirst(base.count)))
  }
}

extension Optional {
  fileprivate func asyncMap<R>(_ transform: (Wrapped) async throws -> R) async rethrows -> R? {
    guard let self else { return nil }
    return try await transform(self)
  }
}
