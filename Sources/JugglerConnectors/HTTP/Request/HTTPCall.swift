internal import JSON
internal import Juggler

/// The arguments of a call, checked.
struct HTTPCall: Sendable {
  var method: String
  var url: RequestURL
  var headers: [(name: String, value: String)]
  var body: JSONValue?
  var output: HTTPOutput
  var followsRedirects: Bool
  var authentication: HTTPAuthentication?

  init(_ arguments: JSONObject) throws {
    method = try Self.string("method", of: arguments).uppercased()
    guard !method.isEmpty, method.utf8.allSatisfy(\.isTokenCharacter) else {
      throw Fault.invalidArgument("method", expected: "an HTTP method such as get", found: .string(method))
    }
    url = try RequestURL(Self.string("uri", of: arguments))
    try url.append(query: Self.members("query", of: arguments))
    headers = try Self.members("headers", of: arguments).flatMap { name, value in
      guard !name.isEmpty, name.utf8.allSatisfy(\.isTokenCharacter) else {
        throw Fault.invalidArgument("headers", expected: "header names as of RFC 9110", found: .string(name))
      }
      return try value.parameterTexts.map { text in
        guard !text.utf8.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }) else {
          throw Fault.invalidArgument("headers.\(name)", expected: "one line of text", found: .string(text))
        }
        return (name, text)
      }
    }
    if let value = arguments["body"], !value.isNull { body = value }
    output = try HTTPOutput(argument: arguments["output"])
    switch arguments["redirect"] {
    case nil, .null: followsRedirects = false
    case .bool(let value): followsRedirects = value
    case .some(let other): throw Fault.invalidArgument("redirect", expected: "true or false", found: other)
    }
    authentication = try arguments["authentication"].flatMap { try HTTPAuthentication(argument: $0) }
    if authentication == nil, let credentials = url.credentials { authentication = .basic(credentials) }
  }

  private static func string(_ key: String, of arguments: JSONObject) throws -> String {
    guard let value = arguments[key]?.stringValue else {
      throw Fault.invalidArgument(key, expected: "a string", found: arguments[key])
    }
    return value
  }

  private static func members(_ key: String, of arguments: JSONObject) throws -> JSONObject {
    switch arguments[key] {
    case nil, .null: return [:]
    case .object(let members): return members
    case .some(let other): throw Fault.invalidArgument(key, expected: "a map", found: other)
    }
  }
}
