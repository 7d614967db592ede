import Juggler
import OpenWorkflow

/// A definition that cannot run; what is wrong with it has been printed.
struct InvalidWorkflow: Error {}

/// A definition as its author wrote it.
struct WorkflowSource: Sendable {
  var bytes: [UInt8]
  /// What diagnostics call it.
  var name: String

  var text: String { String(decoding: bytes, as: UTF8.self) }
  var mediaType: String { name.lowercased().hasSuffix(".json") ? "application/json" : "application/yaml" }
}

/// Reads workflow definitions.
enum WorkflowFile {
  /// Reads a definition, and prints every problem that it has.
  ///
  /// Throws `InvalidWorkflow`, or a `UserError` for a file that cannot be read.
  static func read(_ path: String, reportingTo console: Console) throws -> WorkflowDefinition {
    let source = try source(path)
    return try definition(in: source.bytes, named: source.name, reportingTo: console)
  }

  static func source(_ path: String) throws(UserError) -> WorkflowSource {
    do throws(FileError) {
      return try path == "-"
        ? WorkflowSource(bytes: FileContents.standardInput(), name: "<stdin>")
        : WorkflowSource(bytes: FileContents.read(path), name: path)
    } catch {
      throw UserError(error.description)
    }
  }

  static func definition(
    in contents: some Collection<UInt8>, named name: String, reportingTo console: Console
  ) throws(InvalidWorkflow) -> WorkflowDefinition {
    let outcome = DocumentReader.read(contents, file: name)
    for diagnostic in outcome.diagnostics { console.print(diagnostic.description.printable) }
    guard let definition = outcome.value else { throw InvalidWorkflow() }
    return definition
  }

  /// Reads a definition that a store has kept.
  static func definition(of stored: StoredDefinition) throws(UserError) -> WorkflowDefinition {
    let isJSON = stored.mediaType == "application/json"
    let outcome = DocumentReader.read(stored.source, file: "\(stored.workflow).\(isJSON ? "json" : "yaml")")
    guard let definition = outcome.value else {
      throw UserError(outcome.diagnostics.map { $0.description.printable }.joined(separator: "\n"))
    }
    return definition
  }
}
