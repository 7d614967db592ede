/// Reads workflow documents, YAML or JSON, and reports every problem at once.
package enum DocumentReader {
  /// What came of reading a document. There is no value if any diagnostic is an error.
  package struct Outcome<Value: Sendable>: Sendable {
    package let value: Value?
    /// In the order of their places.
    package let diagnostics: [Diagnostic]
  }

  /// Reads a workflow. `file` is what the diagnostics call the document.
  package static func read(_ text: some Collection<UInt8>, file: String) -> Outcome<WorkflowDefinition> {
    decode(text, file: file) { $0.workflow($1) }
  }

  package static func read(_ text: String, file: String) -> Outcome<WorkflowDefinition> {
    read(text.utf8, file: file)
  }

  /// Reads a function of a catalog: a document that is one task. Its reference is the empty pointer.
  package static func readFunction(_ text: some Collection<UInt8>, name: String, file: String) -> Outcome<TaskEntry> {
    decode(text, file: file) { $0.function($1, name: name) }
  }

  private static func decode<Value>(
    _ text: some Collection<UInt8>, file: String, _ body: (DocumentDecoder, Cursor) -> Value?
  ) -> Outcome<Value> {
    let bytes = ContiguousArray(text)
    let byteOrderMark = [0xEF, 0xBB, 0xBF] as [UInt8]
    return bytes.withUnsafeBufferPointer { text in
      let text = text.starts(with: byteOrderMark) ? UnsafeBufferPointer(rebasing: text.dropFirst(3)) : text
      let decoder = DocumentDecoder(file: file, text: text)
      let (root, problems) = SyntaxReader.read(text, isJSON: file.lowercased().hasSuffix(".json"))
      decoder.report(problems)
      let value = root.flatMap { body(decoder, Cursor(root: $0)) }
      let diagnostics = decoder.finish(hasValue: value != nil)
      let isValid = !diagnostics.contains { $0.severity == .error }
      return Outcome(value: isValid ? value : nil, diagnostics: diagnostics)
    }
  }
}
