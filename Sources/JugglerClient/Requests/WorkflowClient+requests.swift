import AsyncHTTPClient
import JSON
import JugglerAPI
import NIOCore
import NIOHTTP1

/// What is asked of the server.
struct APIRequest: Sendable {
  var method: HTTPMethod
  /// With what it has of parameters encoded.
  var path: String
  var query: [(name: String, value: String)] = []
  var headers: [(name: String, value: String)] = []
  var body: (bytes: [UInt8], mediaType: String)?
  /// Whether making it twice is as good as once.
  var isRepeatable = false
  /// How long the server is asked to wait before it answers.
  var wait = Duration.zero

  init(_ method: HTTPMethod, _ path: [String]) {
    self.method = method
    self.path = path.map { "/" + $0.percentEncoded }.joined()
    isRepeatable = method == .GET || method == .PUT || method == .DELETE
  }

  mutating func add(json: JSONValue) { body = (json.serializedBytes(), "application/json") }

  var target: String {
    guard !query.isEmpty else { return path }
    return path + "?" + query.map { "\($0.name.percentEncoded)=\($0.value.percentEncoded)" }.joined(separator: "&")
  }
}

extension WorkflowClient {
  /// Makes a request and reads its answer as this type.
  @concurrent
  func answer<Answer: WireType>(to request: APIRequest, as type: Answer.Type) async throws -> Answer {
    let bytes = try await answer(to: request)
    do {
      return try Answer(json: try JSONValue(parsing: bytes))
    } catch {
      throw unexpected("\(error)", request, cause: error)
    }
  }

  /// Makes a request, again when that is safe and of use, and returns the body of its answer.
  @concurrent
  func answer(to request: APIRequest) async throws -> [UInt8] {
    var attempt = 0
    while true {
      do {
        return try await attemptToAnswer(request)
      } catch let error where request.isRepeatable && attempt < configuration.retries && error.isPassing {
        attempt += 1
        try await configuration.clock.sleep(for: .milliseconds(100 << min(attempt, 6)))
      }
    }
  }

  private func attemptToAnswer(_ request: APIRequest) async throws -> [UInt8] {
    let response = try await open(request)
    let body: ByteBuffer
    do {
      body = try await response.body.collect(upTo: configuration.answerLimit)
    } catch {
      throw failure(error, request)
    }
    let bytes = Array(body.readableBytesView)
    guard (200..<300).contains(response.status.code) else { throw problem(response, bytes, request) }
    return bytes
  }

  /// The answer's head, whatever its status, and its body to be read.
  func open(_ request: APIRequest) async throws -> HTTPClientResponse {
    var message = HTTPClientRequest(url: url + request.target)
    message.method = request.method
    for (name, value) in request.headers { message.headers.add(name: name, value: value) }
    message.headers.add(name: "user-agent", value: "juggler-client")
    switch credentials {
    case .apiKey(let key): message.headers.add(name: "x-api-key", value: key)
    case .bearer(let token): message.headers.add(name: "authorization", value: "Bearer \(token)")
    case nil: break
    }
    if let body = request.body {
      message.headers.add(name: "content-type", value: body.mediaType)
      message.body = .bytes(ByteBuffer(bytes: body.bytes))
    }
    do {
      return try await http.execute(message, timeout: TimeAmount(configuration.timeout + request.wait))
    } catch {
      throw failure(error, request)
    }
  }

  func problem(_ response: HTTPClientResponse, _ bytes: [UInt8], _ request: APIRequest) -> any Error {
    if let json = try? JSONValue(parsing: bytes), var details = try? ProblemDetails(json: json) {
      details.status = Int(response.status.code)
      return details
    }
    return ProblemDetails(
      title: response.status.reasonPhrase, status: Int(response.status.code),
      detail: "\(request.method) \(url)\(request.path) was answered with \(response.status.code) and no problem details"
    )
  }

  private func failure(_ error: any Error, _ request: APIRequest) -> any Error {
    if error is CancellationError || Task.isCancelled { return CancellationError() }
    switch error as? HTTPClientError {
    case .deadlineExceeded?, .connectTimeout?, .readTimeout?:
      return ClientError(
        .timeout, "\(request.method) \(url)\(request.path): no answer after \(configuration.timeout + request.wait)",
        cause: error)
    default:
      return ClientError(.unreachable, "the server at \(url) cannot be reached: \(error)", cause: error)
    }
  }

  func unexpected(_ what: String, _ request: APIRequest, cause: (any Error)? = nil) -> ClientError {
    ClientError(
      .unexpectedAnswer, "\(request.method) \(url)\(request.path): the answer is not one of a Juggler server: \(what)",
      cause: cause)
  }
}

extension Error {
  /// Whether trying again may help: the server could not be reached, or says that it is overloaded or about to restart.
  var isPassing: Bool {
    switch self {
    case let error as ClientError: error.code == .unreachable || error.code == .timeout
    case let problem as ProblemDetails: [429, 502, 503, 504].contains(problem.status)
    default: false
    }
  }
}

extension String {
  /// Everything but the unreserved characters of RFC 3986 as `%XX`.
  var percentEncoded: String {
    var encoded = ""
    for byte in utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        encoded.unicodeScalars.append(UnicodeScalar(byte))
      default:
        encoded += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return encoded
  }
}
