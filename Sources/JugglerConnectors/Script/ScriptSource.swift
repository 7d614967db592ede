internal import JSON
internal import Juggler

/// Where a script's code is.
enum ScriptSource: Sendable {
  case code(String)
  case file(path: String)
  /// The arguments of the HTTP call that fetches it.
  case remote(JSONObject)

  init(_ arguments: JSONObject) throws {
    if let code = arguments["code"]?.stringValue {
      self = .code(code)
      return
    }
    guard let uri = arguments["source"]?["uri"]?.stringValue else {
      throw Fault.invalidArgument("code", expected: "a string, or a source with a uri", found: arguments["code"])
    }
    if uri.hasPrefix("http://") || uri.hasPrefix("https://") {
      var request: JSONObject = ["method": "get", "uri": .string(uri), "output": "raw", "redirect": true]
      if let authentication = arguments["source"]?["authentication"] { request["authentication"] = authentication }
      self = .remote(request)
    } else {
      self = .file(path: try Self.path(uri))
    }
  }

  /// The path that a `file:` URI (RFC 8089) or a plain path names.
  private static func path(_ uri: String) throws -> String {
    guard uri.hasPrefix("file:") else {
      guard !uri.contains("://") else {
        throw Fault(
          .configuration, detail: "source.uri: expected a path or a URI with file, http or https, found '\(uri)'")
      }
      return uri
    }
    var path = uri.dropFirst("file:".count)
    if path.hasPrefix("//localhost/") {
      path = path.dropFirst("//localhost".count)
    } else if path.hasPrefix("//") {
      // `file://scripts/a.py` means a relative path to those who write it.
      path = path.dropFirst(2)
    }
    return String(path).percentDecoded
  }
}
