import JSON
import OpenWorkflow
import Testing

@Suite struct JSONDocumentTests {
  private let start = #"{"document": {"dsl": "1.0.3", "namespace": "n", "name": "w", "version": "1.0.0"},"#

  @Test func aJSONDocumentIsRead() throws {
    let outcome = DocumentReader.read(
      start + #" "do": [{"t": {"set": {"a": "\ud83d\ude00\/\n", "b": [1, -2.5e1, true, null]}}}]}"#, file: "w.json")
    #expect(outcome.diagnostics.isEmpty)
    guard case .set(.literal(let value))? = outcome.value?.tasks.entries[0].definition.kind else {
      Issue.record("no literal")
      return
    }
    #expect(value == ["a": "😀/\n", "b": [1, -25.0, true, nil]])
  }

  @Test func itsProblemsHavePlaces() {
    #expect(
      diagnose(start + "\n \"do\": [{\"ä\": {\"st\": 1}}]}", file: "w.json") == [
        "2:16: error: unknown key 'st' in the task 'ä'; did you mean 'set'?"
      ])
  }

  @Test(arguments: [
    (#"{"document": }"#, "1:14: error: invalid JSON: expected a value, found '}'"),
    (
      #"{"a": 1 "b": 2}"#,
      "1:9: error: invalid JSON: expected ',' or '}' in the object that starts in line 1, found '\"'"
    ),
    (#"{"a": [1, 2}"#, "1:12: error: invalid JSON: expected ',' or ']' in the array that starts in line 1, found '}'"),
    (#"{"a": 1,}"#, "1:9: error: invalid JSON: expected a key in double quotes, found '}'"),
    (#"{"a": tru}"#, "1:7: error: invalid JSON: expected a value, found 'tru'; put a text into double quotes"),
    (#"{"a": 01}"#, "1:7: error: invalid JSON: expected a value, found '01'; put a text into double quotes"),
    (#"{"a": "x}"#, "1:7: error: invalid JSON: this text has no closing '\"'"),
    (#"{"a": "\x"}"#, "1:8: error: invalid JSON: '\\' stands before 'x'; a backslash itself is written '\\\\'"),
    (#"{"a": 1} 2"#, "1:10: error: invalid JSON: expected the end of the document, found '2'"),
    (#"{"a""#, "1:5: error: invalid JSON: expected ':' after the key 'a', found the end of the document"),
  ])
  func syntaxErrorsSayWhatWasExpected(text: String, problem: String) {
    #expect(diagnose(text, file: "w.json") == [problem])
  }

  /// What is neither JSON nor YAML, and looks like JSON, is explained as JSON whatever the file is called.
  @Test func brokenJSONIsExplainedAsJSON() {
    #expect(
      diagnose(#"{"a": [1, 2}"#) == [
        "1:12: error: invalid JSON: expected ',' or ']' in the array that starts in line 1, found '}'"
      ])
  }

  @Test func duplicateKeysAreReported() {
    #expect(
      diagnose("{\"do\": [],\n \"do\": []}", file: "w.json").contains(
        "2:2: error: duplicate key 'do'; it stands in line 1 already"))
  }

  @Test func aYAMLFlowMappingIsNotTakenForJSON() {
    #expect(diagnose("{document: {dsl: 1.0.3, namespace: n, name: w, version: 1.0.0}, do: []}").isEmpty)
  }
}
