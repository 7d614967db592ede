/// Reads the tree of a document, whichever syntax it has.
enum SyntaxReader {
  static func read(_ text: UnsafeBufferPointer<UInt8>, isJSON: Bool) -> (root: Node?, problems: [SyntaxProblem]) {
    let start = SourcePosition(line: 1, column: 1)
    if text.count > SyntaxLimits.bytes {
      let message = "the document has \(text.count) bytes; more than \(SyntaxLimits.bytes) are refused"
      return (nil, [SyntaxProblem(message: message, position: start)])
    }
    // JSON is YAML but for details such as `\ud83d\ude00`, and its own messages are clearer.
    let json = isJSON || beginsAsJSON(text) ? JSONComposer.compose(text) : nil
    if let json, isJSON || json.root != nil { return json }
    let yaml = YAMLComposer.compose(text)
    if yaml.root == nil, yaml.problems.isEmpty {
      return (nil, [SyntaxProblem(message: "the document is empty", position: start)])
    }
    if yaml.root == nil, let json, looksLikeJSON(text) { return json }
    return yaml
  }

  private static func beginsAsJSON(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    text.first { !isSpace($0) } == UInt8(ascii: "{")
  }

  /// Whether a key in double quotes follows the first brace.
  private static func looksLikeJSON(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    text.drop(while: isSpace).dropFirst().first { !isSpace($0) } == UInt8(ascii: "\"")
  }
}
