import JSON
import JugglerTesting

/// The slow services that the brunch needs, on this machine's loopback.
enum BrunchKitchen {
  /// Runs `body` with the address of the kitchen.
  static func open<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    try await withLoopbackUpstream(recording: false) { kitchen in
      kitchen.route("POST", "/tables", .json(["table": 7]).after(.milliseconds(100)))
      kitchen.route("GET", "/eggs", dish("eggs, sunny side up", after: 750))
      kitchen.route("GET", "/grinder", .json(["grams": 18]).after(.milliseconds(250)))
      kitchen.route("GET", "/coffee", dish("flat white", after: 400))
      kitchen.route("GET", "/toast", dish("sourdough toast", after: 450))
      kitchen.route("GET", "/juice", dish("orange juice", after: 300))
      kitchen.route(
        "GET", "/pancakes", .status(503).after(.milliseconds(200)), dish("pancakes", after: 500))
      kitchen.route("POST", "/tables/{table}", .json(["happy": 4]).after(.milliseconds(120)))
      return try await body(kitchen.url)
    }
  }

  private static func dish(_ name: String, after milliseconds: Int) -> LoopbackResponse {
    .json(["dish": .string(name)]).after(.milliseconds(milliseconds))
  }
}
