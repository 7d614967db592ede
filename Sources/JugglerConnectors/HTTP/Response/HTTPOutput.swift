internal import JSON
internal import Juggler
internal import NIOCore
internal import NIOHTTP1

/// What a call puts out.
enum HTTPOutput: String, Sendable, CaseIterable {
  /// The content, deserialised as its type says.
  case content
  /// Request, status, headers and content.
  case response
  /// The content's bytes in base64.
  case raw

  init(argument: JSONValue?) throws {
    switch argument {
    case nil, .null: self = .content
    case .string(let name):
      guard let output = HTTPOutput(rawValue: name) else { fallthrough }
      self = output
    default: throw Fault.invalidArgument("output", expected: "content, response or raw", found: argument)
    }
  }

  func value(of response: HTTPResponse, to request: HTTPRequest) throws -> JSONValue {
    switch self {
    case .content: try response.content(answering: request)
    case .raw: .string(Base64.encode(response.body.readableBytesView))
    case .response:
      [
        "request": [
          "method": .string(request.method.rawValue.lowercased()), "uri": .string(request.url.text),
          "headers": Self.shown(request.headers.map { $0 }),
        ],
        "statusCode": .integer(Int64(response.status)),
        "headers": Self.shown(response.head.fields),
        "content": try response.content(answering: request),
      ]
    }
  }
}

extension HTTPOutput {
  /// One member a name, spelt like `Content-Type` whatever the server's version of HTTP; repeated fields are joined by
  /// a comma (RFC 9110, section 5.3). Credentials are left out: outputs are kept and shown.
  private static func shown(_ fields: [(name: String, value: String)]) -> JSONValue {
    var members = JSONObject()
    for (name, value) in fields {
      let name = capitalized(name)
      guard name != "Authorization", name != "Proxy-Authorization" else { continue }
      members[name] = .string(members[name].map { "\($0.text), \(value)" } ?? value)
    }
    return .object(members)
  }

  private static func capitalized(_ name: String) -> String {
    name.split(separator: "-", omittingEmptySubsequences: false)
      .map { $0.prefix(1).uppercased() + $0.dropFirst().lowercased() }.joined(separator: "-")
  }
}
