import JSON
import Juggler
import Logging

/// How a log message becomes a line.
package enum LogFormat: String, Sendable, CaseIterable {
  /// For people: time, level, logger, message, then `key=value`.
  case text
  /// `key=value` throughout, as Heroku's logfmt has it.
  case logfmt
  /// An object a line.
  case json

  func line(_ level: Logger.Level, _ label: String, _ message: String, _ metadata: Logger.Metadata) -> String {
    let time = Timestamp.now.rfc3339
    let pairs = metadata.sorted { $0.key < $1.key }
    switch self {
    case .text:
      let tail = pairs.map { " \($0.key)=\(LogFormat.quoted("\($0.value)"))" }.joined()
      return "\(time) \(level) \(label): \(message.onOneLine)\(tail)"
    case .logfmt:
      let tail = pairs.map { " \(LogFormat.key($0.key))=\(LogFormat.quoted("\($0.value)"))" }.joined()
      return "time=\(time) level=\(level) logger=\(LogFormat.quoted(label)) msg=\(LogFormat.quoted(message))\(tail)"
    case .json:
      var object: JSONObject = [
        "time": .string(time), "level": .string(level.rawValue), "logger": .string(label), "message": .string(message),
      ]
      for (key, value) in pairs { object[object[key] == nil ? key : key + "_"] = value.json }
      return JSONValue.object(object).serialized()
    }
  }

  private static func key(_ key: String) -> String {
    String(key.map { $0.isLetter || $0.isNumber || "._-".contains($0) ? $0 : "_" })
  }

  private static func quoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x22 && $0 != 0x3D && $0 != 0x5C && $0 != 0x7F }
    return isPlain && !text.isEmpty ? text : JSONValue.string(text).serialized()
  }
}

extension String {
  /// Without line breaks and other control characters, with which text from outside could forge lines.
  fileprivate var onOneLine: String {
    if utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) { return self }
    var line = ""
    for scalar in unicodeScalars {
      if scalar.value < 0x20 || scalar.value == 0x7F {
        line += scalar == "\n" ? "\\n" : "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        line.unicodeScalars.append(scalar)
      }
    }
    return line
  }
}

extension Logger.MetadataValue {
  fileprivate var json: JSONValue {
    switch self {
    case .string(let text): .string(text)
    case .stringConvertible(let value): .string(value.description)
    case .array(let values): .array(values.map(\.json))
    case .dictionary(let members):
      .object(JSONObject(members.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) }))
    }
  }
}
