public import JSON

/// What a run executes: a document, or Swift code.
///
/// The body must be a function of its input and of the steps that it takes through its context: after a crash it is
/// called again, and each step that the journal knows returns what it returned before.
public protocol Workflow: Sendable {
  associatedtype Input: Sendable
  associatedtype Output: Sendable

  var reference: WorkflowReference { get }

  /// Identifies the exact definition; a run goes on only with the definition it started with.
  var digest: String { get }

  func run(_ input: Input, in context: RunContext) async throws -> Output

  /// Throws a `validation` fault for an input that the workflow does not take.
  func decode(input: JSONValue) throws -> Input

  func encode(output: Output) throws -> JSONValue

  /// The input as a store may keep it and others may see it, for example without secrets.
  func recorded(input: JSONValue) -> JSONValue

  /// The input again of which `recorded(input:)` made this.
  func restored(input: JSONValue) throws -> JSONValue

  /// The output as a store may keep it and others may see it.
  func recorded(output: JSONValue) -> JSONValue
}

extension Workflow {
  public func recorded(input: JSONValue) -> JSONValue { input }
  public func restored(input: JSONValue) throws -> JSONValue { input }
  public func recorded(output: JSONValue) -> JSONValue { output }
}

extension Workflow {
  /// The body, between JSON and JSON.
  ///
  /// - Parameter input: as recorded.
  func perform(_ input: JSONValue, in context: RunContext) async throws -> JSONValue {
    try await encode(output: run(decode(input: restored(input: input)), in: context))
  }

  /// Throws when the workflow does not take this input.
  func check(_ input: JSONValue) throws { _ = try decode(input: input) }
}

extension Workflow {
  /// Of a workflow of Swift code: its name and version. So a run goes on with any code of that version: whoever changes
  /// the steps of a workflow gives it another version, and keeps the old one as long as runs are under way.
  public var digest: String { "swift:\(reference)" }
}

extension Workflow where Input: Decodable {
  public func decode(input: JSONValue) throws -> Input {
    do {
      return try input.decode(Input.self)
    } catch {
      throw Fault(.validation, detail: "the input is no \(Input.self): \(error)")
    }
  }
}

extension Workflow where Output: Encodable {
  public func encode(output: Output) throws -> JSONValue { try JSONValue(encoding: output) }
}

extension Workflow where Input == JSONValue {
  public func decode(input: JSONValue) throws -> Input { input }
}

extension Workflow where Output == JSONValue {
  public func encode(output: Output) throws -> JSONValue { output }
}
