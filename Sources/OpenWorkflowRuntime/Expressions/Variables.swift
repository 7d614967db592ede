import JSON
import Juggler
import OpenWorkflow

/// What an expression may refer to at one place of a run. Immutable and shared: a waiting task holds a pointer to it.
final class Variables: Sendable {
  let context: JSONValue
  let input: JSONValue?
  let output: JSONValue?
  let task: TaskDescriptor?
  /// How the task authenticated, if it did.
  let authorization: JSONValue?
  let locals: Locals?

  init(
    context: JSONValue, input: JSONValue? = nil, output: JSONValue? = nil, task: TaskDescriptor? = nil,
    authorization: JSONValue? = nil, locals: Locals? = nil
  ) {
    self.context = context
    self.input = input
    self.output = output
    self.task = task
    self.authorization = authorization
    self.locals = locals
  }

  func with(context: JSONValue? = nil, locals: Locals?) -> Variables {
    Variables(
      context: context ?? self.context, input: input, output: output, task: task, authorization: authorization,
      locals: locals)
  }
}

/// Variables that tasks bind for the tasks within them: a loop's element, a caught error. The innermost comes first.
final class Locals: Sendable {
  let name: String
  let value: JSONValue
  let outer: Locals?

  init(_ name: String, _ value: JSONValue, outer: Locals?) {
    self.name = name
    self.value = value
    self.outer = outer
  }

  static func value(of name: String, in locals: Locals?) -> JSONValue? {
    var current = locals
    while let local = current {
      if local.name == name { return local.value }
      current = local.outer
    }
    return nil
  }
}
