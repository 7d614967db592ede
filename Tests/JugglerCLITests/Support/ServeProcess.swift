import AsyncHTTPClient
import Foundation
import JSON
import NIOCore
import NIOHTTP1
import Subprocess
import Synchronization

/// `juggler serve`, started as a process on a free port.
final class ServeProcess: Sendable {
  struct Answer {
    var status: Int
    var text: String

    var json: JSONValue { (try? JSONValue(parsing: text)) ?? .null }
  }

  let url: String
  let process: Int32
  private let wasSignalled = Atomic(false)

  private init(url: String, process: Int32) {
    self.url = url
    self.process = process
  }

  /// Serves in a directory as long as the body runs, then stops the server with SIGTERM, unless the body did.
  static func run(
    in directory: String, _ arguments: [String] = [], environment: [String: String] = [:],
    _ body: (ServeProcess) async throws -> Void
  ) async throws -> JugglerProcess.Result {
    var lines: [String] = []
    let ended = try await Subprocess.run(
      JugglerProcess.configuration(["serve", "--port", "0"] + arguments, environment, in: directory), input: .none,
      output: .string(limit: 1 << 20), error: .sequence
    ) { execution in
      for try await line in execution.standardError.strings() {
        lines.append(line)
        guard let url = line.split(separator: " ").last.map(String.init), line.contains(" listens on ") else {
          continue
        }
        let process = Int32(execution.processIdentifier.value)
        let server = ServeProcess(url: url, process: process)
        try await body(server)
        // A second signal would not let it drain.
        if !server.wasSignalled.load(ordering: .relaxed) { server.signal(SIGTERM) }
      }
    }
    return JugglerProcess.Result(
      output: ended.standardOutput, error: lines.joined(separator: "\n"), status: ended.terminationStatus)
  }

  func signal(_ number: Int32) {
    wasSignalled.store(true, ordering: .relaxed)
    kill(process, number)
  }

  func send(
    _ method: String, _ path: String, _ body: String? = nil, headers: [String: String] = [:]
  ) async throws -> Answer {
    var request = HTTPClientRequest(url: url + path)
    request.method = .RAW(value: method)
    for (name, value) in headers { request.headers.add(name: name, value: value) }
    if let body {
      if headers["content-type"] == nil { request.headers.add(name: "content-type", value: "application/json") }
      request.body = .bytes(ByteBuffer(string: body))
    }
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
    let text = String(buffer: try await response.body.collect(upTo: 1 << 24))
    return Answer(status: Int(response.status.code), text: text)
  }

  /// Asks until the answer is as wanted, for what becomes true without a signal to wait for.
  func poll(
    _ path: String, headers: [String: String] = [:], until condition: (Answer) -> Bool
  ) async throws -> Answer {
    let deadline = ContinuousClock.now + .seconds(30)
    while true {
      let answer = try await send("GET", path, headers: headers)
      if condition(answer) || ContinuousClock.now > deadline { return answer }
      try await ContinuousClock().sleep(for: .milliseconds(20))
    }
  }
}
