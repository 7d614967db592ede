import JSON
import JugglerAPI
import Testing

@Suite struct ProblemDetailsTests {
  /// RFC 9457, section 3.
  @Test func keepsMembersBeyondTheStandard() throws {
    let json: JSONValue = [
      "type": "https://example.com/probs/out-of-credit", "title": "You do not have enough credit.", "status": 403,
      "detail": "Your current balance is 30, but that costs 50.", "instance": "/account/12345/msgs/abc", "balance": 30,
      "accounts": ["/account/12345", "/account/67890"],
    ]
    let problem = try ProblemDetails(json: json)
    #expect(problem.extensions["balance"] == 30)
    #expect(problem.json == json)
  }

  @Test func describesEachMistake() throws {
    let problem = ProblemDetails(
      title: "Invalid document", status: 422,
      errors: [
        .init(detail: "expected a string", pointer: "#/document/name", line: 3, column: 9),
        .init(detail: "is missing", pointer: "#/do"),
      ])
    #expect(problem.description == "422 Invalid document\n  3:9: expected a string\n  #/do: is missing")
    #expect(try ProblemDetails(json: problem.json) == problem)
  }
}
