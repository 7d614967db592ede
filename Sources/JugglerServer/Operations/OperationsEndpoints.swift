import HTTPTypes
import Hummingbird
import JSON
package import JugglerTelemetry

/// What operators ask of a server: whether it is alive, whether to send it requests, and what it measured.
package enum OperationsEndpoints {
  package static func all(readiness: Readiness, registry: PrometheusRegistry) -> [Endpoint] {
    [
      Endpoint(.get, "/healthz", scope: nil, description: healthDescription, isPathRemembered: true) {
        (_, _) async -> Reply in
        let report = readiness.health()
        return reply(report.json, report.isReady ? .ok : .serviceUnavailable)
      },
      Endpoint(.get, "/readyz", scope: nil, description: readinessDescription, isPathRemembered: true) {
        (_, _) async -> Reply in
        let report = await readiness.report()
        return reply(report.json, report.isReady ? .ok : .serviceUnavailable)
      },
      Endpoint(.get, "/metrics", scope: .read, description: metricsDescription, isPathRemembered: true) {
        (_, _) async -> Response in
        Response(
          status: .ok, headers: [.contentType: PrometheusRegistry.contentType, .cacheControl: "no-store"],
          body: ResponseBody(byteBuffer: ByteBuffer(bytes: registry.exposition())))
      },
    ]
  }

  private static func reply(_ json: JSONValue, _ status: HTTPResponse.Status) -> Reply {
    .whole(
      PlainAnswer(
        head: HTTPResponse(
          status: status, headerFields: [.contentType: MediaTypes.json, .cacheControl: "no-store"]),
        body: ByteBuffer(string: json.serialized() + "\n")))
  }

  // MARK: OpenAPI

  private static let healthDescription: JSONValue = [
    "operationId": "getHealth", "tags": ["operations"], "summary": "Whether the process is alive.",
    "description": "Answers 503 when an event loop has not been seen for some seconds: then restart the process.",
    "security": [],
    "responses": ["200": reportDescription("alive"), "503": reportDescription("an event loop is stuck")],
  ]

  private static let readinessDescription: JSONValue = [
    "operationId": "getReadiness", "tags": ["operations"], "summary": "Whether to send requests here.",
    "description":
      "Checks that the store can be written, the event loops respond, and the server is not about to stop.",
    "security": [],
    "responses": ["200": reportDescription("ready"), "503": reportDescription("not ready; the checks say why")],
  ]

  private static let metricsDescription: JSONValue = [
    "operationId": "getMetrics", "tags": ["operations"], "summary": "Metrics in Prometheus's text format 0.0.4.",
    "responses": [
      "200": ["description": "the metrics", "content": ["text/plain": ["schema": ["type": "string"]]]]
    ],
  ]

  private static func reportDescription(_ text: String) -> JSONValue {
    [
      "description": .string(text),
      "content": [
        "application/json": [
          "schema": [
            "type": "object", "required": ["status", "checks"],
            "properties": [
              "status": ["type": "string", "enum": ["ok", "failing"]],
              "checks": [
                "type": "object",
                "additionalProperties": [
                  "type": "object", "required": ["status"],
                  "properties": [
                    "status": ["type": "string", "enum": ["ok", "failing"]], "detail": ["type": "string"],
                  ],
                ],
              ],
            ],
          ]
        ]
      ],
    ]
  }
}
