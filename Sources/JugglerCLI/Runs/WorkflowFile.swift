import OpenWorkflow

/// A definition that cannot run; what is wrong with it has been printed.
struct InvalidWorkflow: Error {}

/// Reads workflow definitions.
enum WorkflowFile {
  /// Reads a definition, and prints every problem that it has.
  ///
  /// Throws `InvalidWorkflow`, or a `UserError` for a file that cannot be read.
  static func read(_ path: String, reportingTo console: Console) throws -> WorkflowDefinition {
    let contents: [UInt8]
    do throws(FileError) {
      contents = try path == "-" ? FileContents.standardInput() : FileContents.read(path)
    } catch {
      throw UserError(error.description)
    }
    return try definition(in: contents, named: path == "-" ? "<stdin>" : path, reportingTo: console)
  }

  static func definition(
    in contents: some Collection<UInt8>, named name: String, reportingTo console: Console
  ) throws(InvalidWorkflow) -> WorkflowDefinition {
    let outcome = DocumentReader.read(contents, file: name)
    for diagnostic in outcome.diagnostics { console.print(diagnostic.description.printable) }
    guard let definition = outcome.value else { throw InvalidWorkflow() }
    return definition
  }
}
