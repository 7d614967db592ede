import Foundation
import JSON
import JugglerTesting
import Testing

@testable import JugglerCLI

/// Runs each example as its users do, against services on the loopback.
@Suite struct ExampleTests {
  private func run(
    _ example: String, against upstream: LoopbackUpstream, input: JSONObject = [:], environment: [String: String] = [:]
  ) async throws -> JSONValue {
    var input = input
    input["baseUrl"] = .string(upstream.url)
    let result = try await JugglerProcess.run(
      ["run", "\(repository)/Examples/\(example).yaml", "--input", JSONValue.object(input).serialized()],
      environment: environment)
    #expect(result.exitCode == 0, "\(result.error)")
    return try JSONValue(parsing: result.output)
  }

  @Test func theBrunchIsServedAsOrdered() async throws {
    try await BrunchKitchen.open { kitchen in
      let result = try await JugglerProcess.run(
        "run", "\(repository)/Examples/brunch.yaml", "--input", #"{"baseUrl": "\#(kitchen)"}"#)
      #expect(
        try JSONValue(parsing: result.output) == [
          "table": 7,
          "served": ["eggs, sunny side up", "flat white", "sourdough toast", "orange juice", "pancakes"],
          "guests": 4,
        ])
    }
  }

  @Test func theBinaryCarriesTheBrunchLetterForLetter() throws {
    let file = try String(contentsOfFile: "\(repository)/Examples/brunch.yaml", encoding: .utf8)
    #expect(BrunchDocument.yaml == file)
  }

  @Test func theCustomerPageHasAFallbackForTheSlowService() async throws {
    try await withLoopbackUpstream { upstream in
      upstream.route("GET", "/customers/{id}") { .json(["id": .string($0.parameters["id"] ?? "")]) }
      upstream.route("GET", "/orders") { .json(["asked": .string(String($0.query ?? ""))]) }
      upstream.route("GET", "/recommendations/{id}", .hang)
      let page = try await run("customer-page", against: upstream, input: ["customer": "c-42"])
      #expect(page["profile"] == ["id": "c-42"])
      #expect(page["orders"]?["asked"] == "customer=c-42&limit=3")
      #expect(page["recommendations"]?["items"] == ["coffee grinder", "waffle iron"])
    }
  }

  @Test func theCustomerPageShowsTheRecommendationsThatComeInTime() async throws {
    try await withLoopbackUpstream { upstream in
      upstream.route("GET", "/customers/{id}", .json(["id": "c-42"]))
      upstream.route("GET", "/orders", .json([]))
      upstream.route("GET", "/recommendations/{id}", .json(["items": ["teapot"]]))
      let page = try await run("customer-page", against: upstream, input: ["customer": "c-42"])
      #expect(page["recommendations"] == ["items": ["teapot"]])
    }
  }

  @Test func theImagesAreDownloadedAtOnceAndAskedForAgain() async throws {
    try await withLoopbackUpstream { upstream in
      upstream.route("GET", "/images/{number}") { request in
        // Every tenth request is one too many.
        request.index % 10 == 9
          ? .status(503)
          : .bytes([0x89, 0x50, 0x4E, 0x47], contentType: "image/png").after(.milliseconds(200))
      }
      let output = try await run("image-downloads", against: upstream, input: ["count": 100])
      #expect(output == ["downloaded": 100])
      #expect(upstream.requests.count > 100)
      #expect(upstream.statistics.mostActive > 1)
    }
  }

  @Test func computingAndWaitingGoSideBySide() async throws {
    try await withLoopbackUpstream { upstream in
      upstream.route("GET", "/weather", .json(["summary": "sunny"]).after(.milliseconds(200)))
      upstream.route("GET", "/news", .json(["headline": "Eggs are back"]).after(.milliseconds(200)))
      let output = try await run("async-is-not-parallel", against: upstream)
      // π(200,000) = 17,984; the sum of the first 1,000 squares is 1000·1001·2001/6.
      #expect(
        output == [
          "primes": 17_984, "squares": 333_833_500, "words": 6, "weather": "sunny", "news": "Eggs are back",
        ])
    }
  }

  /// Services that book and give back; a payment is answered as `payment` says, a flight as `flight` does.
  private func bookings(on upstream: LoopbackUpstream, flight: LoopbackResponse, payment: LoopbackResponse) {
    upstream.route("PUT", "/hotels/{id}", .json(["price": 120], status: 201))
    upstream.route("PUT", "/flights/{id}", flight)
    upstream.route("PUT", "/payments/{id}", payment)
    upstream.route("DELETE", "/{kind}/{id}", .status(204))
  }

  private let trip: JSONObject = ["traveller": "Ada", "to": "Rome"]
  private let flight = LoopbackResponse.json(["price": 80], status: 201)

  @Test func aTripIsBookedAsAWhole() async throws {
    try await withLoopbackUpstream { upstream in
      bookings(on: upstream, flight: flight, payment: .json([:], status: 201))
      let output = try await run("trip", against: upstream, input: trip)
      #expect(output == ["booked": true, "paid": 200])
      #expect(upstream.requests.last?.json == ["payer": "Ada", "amount": 200])
      #expect(Set(upstream.requests.map { $0.target.split(separator: "/")[1] }).count == 1)
    }
  }

  @Test(arguments: [LoopbackResponse.hang, .status(402)])
  func aTripIsGivenBackWhenItCannotBePaid(payment: LoopbackResponse) async throws {
    try await withLoopbackUpstream { upstream in
      bookings(on: upstream, flight: flight, payment: payment)
      try await expectGivenBack(upstream)
    }
  }

  @Test func aTripIsGivenBackWhenAPartOfItIsNotToBeHad() async throws {
    try await withLoopbackUpstream { upstream in
      bookings(on: upstream, flight: .status(409), payment: .status(500))
      try await expectGivenBack(upstream)
      #expect(!upstream.requests.contains { $0.method == "PUT" && $0.target.hasPrefix("/payments") })
    }
  }

  private func expectGivenBack(_ upstream: LoopbackUpstream) async throws {
    let output = try await run("trip", against: upstream, input: trip)
    #expect(output["booked"] == false)
    let deleted = upstream.requests.filter { $0.method == "DELETE" }.map { $0.target.split(separator: "/")[0] }
    #expect(Set(deleted) == ["hotels", "flights", "payments"])
  }

  @Test func theAnswerComesFromTheDocumentsThatWereFound() async throws {
    try await withLoopbackUpstream { upstream in
      upstream.route("POST", "/v1/embeddings") { request in
        guard request.header("authorization") == "Bearer sk-test" else { return .status(401) }
        return .json(["data": [["embedding": [0.25, 0.5]]]])
      }
      for (index, score) in [("handbook", 0.9), ("tickets", 0.7)] {
        upstream.route("POST", "/indexes/\(index)/query") { request in
          guard request.json?["vector"] == [0.25, 0.5] else { return .status(400) }
          return .json([
            "matches": [
              ["id": .string("\(index)-1"), "score": .double(score), "metadata": ["text": "Boil for six minutes."]]
            ]
          ])
        }
      }
      upstream.route("POST", "/v1/chat/completions") { request in
        guard request.header("authorization") == "Bearer sk-test" else { return .status(401) }
        let system = request.json?["messages"]?[0]?["content"]?.stringValue ?? ""
        let answer = system.contains("Boil for six minutes.") ? "Six minutes." : "I do not know."
        return .json(["choices": [["message": ["content": .string(answer)]]]])
      }
      let output = try await run(
        "answer-from-documents", against: upstream, input: ["question": "How long do eggs boil?"],
        environment: ["JUGGLER_SECRET_LLM_KEY": "sk-test"])
      #expect(output == ["answer": "Six minutes.", "sources": ["handbook-1", "tickets-1"]])
    }
  }

  @Test func theReadmesWorkflowDoesWhatItSays() async throws {
    let readme = try String(contentsOfFile: "\(repository)/README.md", encoding: .utf8)
    let yaml = try #require(readme.firstMatch(of: /```yaml\n((?s).*?)```/)?.1)
    try await withLoopbackUpstream { services in
      services.route("GET", "/weather.json", .json(["summary": "sunny"]))
      try await withFile("hello.yaml", String(yaml)) { path in
        let result = try await JugglerProcess.run("run", path, "--input", #"{"services": "\#(services.url)"}"#)
        #expect(result.output == #"{"weather":"sunny","news":"no news"}"# + "\n")
        #expect(readme.contains(result.output))
      }
    }
  }
}
