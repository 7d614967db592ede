import AsyncHTTPClient
import Foundation
import JSON
import JugglerTesting
import Subprocess
import Testing

@testable import JugglerCLI

/// The command as a process.
@Suite struct ServeTests {
  static let hello = """
    document: {dsl: 1.0.3, namespace: tests, name: hello, version: 1.0.0}
    do:
      - greet:
          set: {message: '${ "Hello, \\(.name)!" }'}
    """

  @Test func anEmptyDirectoryIsToldWhatToWriteAndCall() async throws {
    try await withTemporaryDirectory { directory in
      let result = try await ServeProcess.run(in: directory) { server in
        // What the message says, done as it says.
        #expect(try await server.send("POST", "/call/examples/hello", "{}").status == 404)
        try WelcomeMessage.example.joined(separator: "\n").write(
          toFile: "\(directory)/hello.yaml", atomically: true, encoding: .utf8)
        _ = try await server.poll("/api/v1/workflows") { $0.text.contains(#""name":"hello""#) }
        let answer = try await server.send("POST", "/call/examples/hello", #"{"name": "Ada"}"#)
        #expect(answer.status == 200)
        #expect(answer.text == #"{"message":"Hello, Ada!"}"#)
      }
      #expect(result.exitCode == 0)
      #expect(result.output == "")
      let lines = result.errorLines.map { $0.trimmingCharacters(in: .whitespaces) }
      #expect(lines.contains("There is no workflow yet. Write one to hello.yaml:"))
      for line in WelcomeMessage.example.joined(separator: "\n").split(separator: "\n") {
        #expect(lines.contains(line.trimmingCharacters(in: .whitespaces)))
      }
      #expect(lines.contains { $0.hasPrefix("curl -s http://127.0.0.1:") && $0.contains("/call/examples/hello") })
      #expect(FileManager.default.fileExists(atPath: "\(directory)/.juggler/juggler.db"))
    }
  }

  @Test func operatorsAreAnswered() async throws {
    try await withTemporaryDirectory { directory in
      try Self.hello.write(toFile: "\(directory)/hello.yaml", atomically: true, encoding: .utf8)
      _ = try await ServeProcess.run(in: directory, ["--store", "memory"]) { server in
        #expect(try await server.send("GET", "/healthz").status == 200)
        let ready = try await server.send("GET", "/readyz")
        #expect(ready.status == 200)
        let store = ready.json[try JSONPointer(parsing: "/checks/store/status")]
        #expect(store == "ok")
        #expect(try await server.send("POST", "/call/tests/hello", #"{"name": "x"}"#).status == 200)
        #expect(try await server.send("POST", "/call/tests/none", "{}").status == 404)
        let metrics = try await server.send("GET", "/metrics").text.split(separator: "\n").map(String.init)
        for line in [
          #"juggler_runs_ended_total{namespace="tests",status="completed",version="1.0.0",workflow="hello"} 1"#,
          #"juggler_http_requests_total{method="POST",route="/call/{namespace}/{name}",status="200"} 1"#,
          #"juggler_http_requests_total{method="POST",route="/call/{namespace}/{name}",status="404"} 1"#,
          "juggler_runs_active 0", "# TYPE juggler_event_loop_lag_seconds histogram",
        ] {
          #expect(metrics.contains(line), "\(line)")
        }
      }
    }
  }

  @Test func aFileThatIsBrokenIsListedAndTheOthersServe() async throws {
    try await withTemporaryDirectory { directory in
      try Self.hello.write(toFile: "\(directory)/hello.yaml", atomically: true, encoding: .utf8)
      try "document: {dsl: 1.0.3}\ndo: 1\n".write(toFile: "\(directory)/bad.yaml", atomically: true, encoding: .utf8)
      try "services: {}\n".write(toFile: "\(directory)/compose.yaml", atomically: true, encoding: .utf8)
      let result = try await ServeProcess.run(in: directory, ["--store", "memory"]) { server in
        let answer = try await server.send("POST", "/call/tests/hello", #"{"name": "x"}"#)
        #expect(answer.status == 200)
      }
      #expect(result.error.contains("bad.yaml:2:5: error: "))
      #expect(result.error.contains("not served:  1 file with errors, see above"))
      #expect(!result.error.contains("compose.yaml"))
    }
  }

  @Test func keysAreMadeAndRevokedWhileItServes() async throws {
    try await withTemporaryDirectory { directory in
      let keys = "\(directory)/keys.json"
      func create(_ name: String) async throws -> [String: String] {
        let made = try await JugglerProcess.run("keys", "create", name, "--scope", "read", "--keys", keys)
        return ["x-api-key": made.output.trimmingCharacters(in: .whitespacesAndNewlines)]
      }
      let first = try await create("first")
      let result = try await ServeProcess.run(in: directory, ["--store", "memory", "--keys", keys]) { server in
        #expect(try await server.send("GET", "/api/v1/runs", headers: first).status == 200)
        let second = try await create("second")
        #expect(try await server.poll("/api/v1/runs", headers: second) { $0.status == 200 }.status == 200)
        #expect(try await JugglerProcess.run("keys", "revoke", "first", "--keys", keys).exitCode == 0)
        // 429 when what was asked before counted as guessing.
        let refused = try await server.poll("/api/v1/runs", headers: first) { $0.status != 200 }
        #expect([401, 429].contains(refused.status))
        #expect(try await server.send("GET", "/api/v1/runs", headers: second).status == 200)
      }
      #expect(result.exitCode == 0)
    }
  }

  @Test func aPortThatIsTakenIsAnError() async throws {
    try await withTemporaryDirectory { directory in
      _ = try await ServeProcess.run(in: directory, ["--store", "memory"]) { server in
        let port = server.url.split(separator: ":").last.map(String.init) ?? ""
        let second = try await JugglerProcess.run(["serve", "--store", "memory", "--port", port, directory])
        #expect(second.exitCode == 2)
        #expect(
          second.errorLines.contains(
            "juggler: error: --port: cannot listen on 127.0.0.1:\(port): Address already in use; choose another host or "
              + "port, or stop what uses it"))
      }
    }
  }

  @Test(arguments: [
    (["--store", "sqlite:/nowhere/at/all/juggler.db"], "--store: cannot make the directory /nowhere/at/all"),
    (["--store", "memory", "/nowhere"], "/nowhere"),
    (["--host", "0.0.0.0"], "refusing to listen on 0.0.0.0 without authentication"),
    (["--tls-certificate", "x.pem"], "--tls-certificate needs --tls-key"),
    (["--limits-client-burst", "5"], "--limits-client-burst needs --limits-client-rate"),
    (["--limits-principal-requests", "5"], "--limits-principal-requests needs --limits-principal-rate"),
    (["--limits-principal-rate", "5"], "--limits-principal-rate needs --keys or --jwt-jwks"),
    (["--trusted-proxies", "proxy.example"], "--trusted-proxies expects an address or a range such as 10.0.0.0/8 or"),
    (["--trusted-proxies", "10.0.0.0/33"], "--trusted-proxies expects an address or a range"),
    (
      ["--trusted-proxies-header", "via"], "--trusted-proxies-header expects x-forwarded-for or forwarded, found 'via'"
    ),
    (["--otlp-endpoint", "localhost:4318"], "--otlp-endpoint: expected an http URL"),
    (["--config", "/nowhere.yaml"], "--config: cannot read /nowhere.yaml"),
    (
      ["--keys", "/nowhere/keys.json"],
      "juggler: error: --keys: expected a keys file, found no /nowhere/keys.json: make one with 'juggler keys create NAME"
    ),
    (["--keys", "/tmp"], "juggler: error: --keys: cannot read the keys file /tmp: Is a directory"),
    (["--keys", "/dev/null"], "juggler: error: --keys: the keys file /dev/null is not valid: expected JSON"),
    (
      ["--jwt-jwks", "/nowhere.json", "--jwt-issuer", "i", "--jwt-audience", "a"],
      "juggler: error: --jwt-jwks: cannot read /nowhere.json: No such file or directory"
    ),
    (
      ["--jwt-jwks", "/dev/null", "--jwt-issuer", "i", "--jwt-audience", "a"],
      "juggler: error: --jwt-jwks: /dev/null: expected a JWK Set, which is JSON"
    ),
    (["--port", "70000"], "--port expects a number, 0 to 65535, found '70000'"),
  ])
  func aStartThatCannotSucceedSaysWhy(arguments: [String], message: String) async throws {
    try await withTemporaryDirectory { directory in
      let result = try await JugglerProcess.run(["serve"] + arguments)
      #expect(result.exitCode == 2)
      #expect(result.error.contains("juggler: error: "), "\(result.error)")
      #expect(result.error.contains(message), "\(result.error)")
    }
  }

  @Test func underLoadASignalDrainsAndARestartGoesOn() async throws {
    try await withLoopbackUpstream { upstream in
      upstream.route("GET", "/first", .json(["step": 1]).after(.seconds(8)))
      upstream.route("GET", "/second", .json(["step": 2]))
      let workflow = """
        document: {dsl: 1.0.3, namespace: tests, name: steps, version: 1.0.0}
        do:
          - first: {call: http, with: {method: get, endpoint: '\(upstream.url)/first'}}
          - second: {call: http, with: {method: get, endpoint: '\(upstream.url)/second'}}
        """
      try await withTemporaryDirectory { directory in
        try workflow.write(toFile: "\(directory)/steps.yaml", atomically: true, encoding: .utf8)
        let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        var runs: [String] = []
        let first = try await ServeProcess.run(in: directory) { server in
          // All at once: one after the other they may take longer on a busy machine than the first ones are in flight.
          try await withThrowingTaskGroup(of: ServeProcess.Answer.self) { group in
            for _ in 0..<20 {
              group.addTask {
                try await server.send(
                  "POST", "/api/v1/workflows/tests/steps/runs", "{}", headers: ["traceparent": parent])
              }
            }
            for try await answer in group {
              #expect(answer.status == 202)
              if case .object(let run) = answer.json, case .string(let id)? = run["id"] { runs.append(id) }
            }
          }
          try await upstream.wait { $0.received >= 20 }
          server.signal(SIGTERM)
        }
        // What was in flight was journaled, and nothing more begun.
        #expect(first.exitCode == 0)
        #expect(runs.count == 20)
        #expect(upstream.requests.count == 20)
        _ = try await ServeProcess.run(in: directory) { server in
          for run in runs {
            let answer = try await server.poll("/api/v1/runs/\(run)") { $0.text.contains(#""status":"completed""#) }
            #expect(answer.text.contains(#""output":{"step":2}"#), "\(answer.text)")
          }
        }
        #expect(upstream.requests.count { $0.path == "/first" } == 20)
        #expect(upstream.requests.count { $0.path == "/second" } == 20)
        // Also after the restart the calls belong to the trace of whoever asked for the run.
        for request in upstream.requests {
          let sent = request.headers.first { $0.name.lowercased() == "traceparent" }?.value
          #expect(sent?.hasPrefix("00-0af7651916cd43dd8448eb211c80319c-") == true)
        }
      }
    }
  }

  @Test func aRequestInHandIsAnsweredBeforeTheServerStops() async throws {
    try await withLoopbackUpstream { upstream in
      upstream.route("GET", "/slow", .json(["slow": true]).after(.milliseconds(300)))
      let workflow = """
        document: {dsl: 1.0.3, namespace: tests, name: slow, version: 1.0.0}
        do:
          - wait: {call: http, with: {method: get, endpoint: '\(upstream.url)/slow'}}
        """
      try await withTemporaryDirectory { directory in
        try workflow.write(toFile: "\(directory)/slow.yaml", atomically: true, encoding: .utf8)
        let result = try await ServeProcess.run(in: directory, ["--store", "memory"]) { server in
          async let answer = server.send("POST", "/call/tests/slow", "{}")
          try await upstream.wait { $0.received >= 1 }
          server.signal(SIGTERM)
          #expect(try await answer.text == #"{"slow":true}"#)
        }
        #expect(result.exitCode == 0)
      }
    }
  }

  /// With a delay that would take longer than the test.
  @Test func inTheDelayOfAShutdownRequestsAreServedUntilAnotherSignal() async throws {
    try await withTemporaryDirectory { directory in
      try Self.hello.write(toFile: "\(directory)/hello.yaml", atomically: true, encoding: .utf8)
      let result = try await ServeProcess.run(
        in: directory, ["--store", "memory", "--shutdown-delay", "1h"]
      ) { server in
        server.signal(SIGTERM)
        let ready = try await server.poll("/readyz") { $0.status == 503 }
        #expect(ready.status == 503)
        let detail = ready.json[try JSONPointer(parsing: "/checks/accepting/detail")]
        #expect(detail == "the server is shutting down")
        #expect(try await server.send("GET", "/healthz").status == 200)
        let answer = try await server.send(
          "POST", "/call/tests/hello", #"{"name": "x"}"#, headers: ["connection": "close"])
        #expect(answer.text == #"{"message":"Hello, x!"}"#)
        let run = try await server.send(
          "POST", "/api/v1/workflows/tests/hello/runs", #"{"name": "x"}"#, headers: ["prefer": "wait=30"])
        #expect(run.status == 200)
        server.signal(SIGTERM)
      }
      // It drained, as after a first signal without a delay.
      #expect(result.exitCode == 0)
      #expect(result.error.contains("shutting down in 1 h 0 min; a second signal begins at once"), "\(result.error)")
      #expect(result.error.contains("stopped"))
    }
  }

  @Test func afterTheDelayOfAShutdownAnotherSignalEndsTheProcessAtOnce() async throws {
    let result = try await endedWithACallInHand(["--shutdown-delay", "1h"]) { server in
      server.signal(SIGTERM)
      _ = try await server.poll("/readyz") { $0.status == 503 }
      // Different ones: the system may take two of a kind for one.
      server.signal(SIGINT)
      server.signal(SIGTERM)
    }
    #expect(result.exitCode == 130 || result.exitCode == 143)
  }

  @Test func aProtectedVersionStaysAsItWasAlsoAfterARestart() async throws {
    try await withTemporaryDirectory { directory in
      let file = "\(directory)/hello.yaml"
      try Self.hello.write(toFile: file, atomically: true, encoding: .utf8)
      func changed(_ answer: ServeProcess.Answer) -> Bool { answer.text.contains("1 files with errors") }
      func greeting(_ server: ServeProcess) async throws -> String {
        try await server.send("POST", "/call/tests/hello", #"{"name": "x"}"#).text
      }
      _ = try await ServeProcess.run(in: directory, ["--same-version", "refuse"]) { server in
        try Self.hello.replacing("Hello", with: "Goodbye").write(toFile: file, atomically: true, encoding: .utf8)
        let ready = try await server.poll("/readyz", until: changed)
        #expect(changed(ready))
        #expect(try await greeting(server) == #"{"message":"Hello, x!"}"#)
      }
      let second = try await ServeProcess.run(
        in: directory, environment: ["JUGGLER_SAME_VERSION": "refuse"]
      ) { server in
        try await #expect(greeting(server) == #"{"message":"Hello, x!"}"#)
        try await #expect(server.send("GET", "/readyz").status == 200)
      }
      #expect(second.error.contains("a version never changes once it is stored: raise the version"))
      _ = try await ServeProcess.run(in: directory) { server in
        let text = try await greeting(server)
        #expect(text == #"{"message":"Goodbye, x!"}"#)
      }
    }
  }

  /// As a pod gets them that an OpenTelemetry operator looks after.
  @Test func theStandardVariablesOfOpenTelemetrySendTracesAndMetrics() async throws {
    try await withLoopbackUpstream { collector in
      collector.route("POST", "/base/v1/traces", .json([:]))
      collector.route("POST", "/own/metrics", .json([:]))
      try await withTemporaryDirectory { directory in
        try Self.hello.write(toFile: "\(directory)/hello.yaml", atomically: true, encoding: .utf8)
        let result = try await ServeProcess.run(
          in: directory, ["--store", "memory"],
          environment: [
            "OTEL_EXPORTER_OTLP_ENDPOINT": "\(collector.url)/base/",
            "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT": "\(collector.url)/own/metrics",
            "OTEL_EXPORTER_OTLP_HEADERS": "authorization=Bearer%20x%2Cy", "OTEL_EXPORTER_OTLP_PROTOCOL": "http/json",
            "OTEL_RESOURCE_ATTRIBUTES": "service.name=shop,deployment.environment.name=prod%20eu",
            "OTEL_METRIC_EXPORT_INTERVAL": "600000",
          ]
        ) { server in
          let answer = try await server.send("POST", "/call/tests/hello", #"{"name": "x"}"#)
          #expect(answer.status == 200)
        }
        #expect(result.exitCode == 0)
        #expect(!result.error.contains("warning"), "\(result.error)")
      }
      let paths = Set(collector.requests.map(\.path))
      #expect(paths == ["/base/v1/traces", "/own/metrics"])
      for request in collector.requests {
        #expect(request.headers.contains { $0.name.lowercased() == "authorization" && $0.value == "Bearer x,y" })
        let body = String(decoding: request.body, as: UTF8.self)
        #expect(body.contains(#"{"key":"service.name","value":{"stringValue":"shop"}}"#))
        #expect(body.contains(#"{"key":"deployment.environment.name","value":{"stringValue":"prod eu"}}"#))
      }
    }
  }

  @Test func aCollectorForGRPCIsRefused() async throws {
    let result = try await JugglerProcess.run(
      ["serve", "--store", "memory"],
      environment: [
        "OTEL_EXPORTER_OTLP_ENDPOINT": "http://localhost:4317", "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc",
      ])
    #expect(result.exitCode == 2)
    #expect(result.error.contains("error: OTEL_EXPORTER_OTLP_PROTOCOL: telemetry is sent as http/json, not by grpc"))
  }

  @Test func aSecondSignalEndsTheProcessAtOnce() async throws {
    let result = try await endedWithACallInHand { server in
      server.signal(SIGTERM)
      server.signal(SIGINT)
    }
    #expect(result.exitCode == 130 || result.exitCode == 143)
  }

  /// How a server ends that has a call in hand whose upstream never answers.
  private func endedWithACallInHand(
    _ arguments: [String] = [], _ end: @escaping @Sendable (ServeProcess) async throws -> Void
  ) async throws -> JugglerProcess.Result {
    try await withLoopbackUpstream { upstream in
      upstream.route("GET", "/never", .hang)
      let workflow = """
        document: {dsl: 1.0.3, namespace: tests, name: never, version: 1.0.0}
        do:
          - wait: {call: http, with: {method: get, endpoint: '\(upstream.url)/never'}}
        """
      return try await withTemporaryDirectory { directory in
        try workflow.write(toFile: "\(directory)/never.yaml", atomically: true, encoding: .utf8)
        return try await ServeProcess.run(in: directory, ["--store", "memory"] + arguments) { server in
          async let answer = server.send("POST", "/call/tests/never", "{}")
          try await upstream.wait { $0.received >= 1 }
          try await end(server)
          _ = try? await answer
        }
      }
    }
  }
}
