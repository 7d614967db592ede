import JSON

/// A violation while it is on its way out of the nested value: every level adds its step to the path, so that a valid
/// value pays nothing for paths.
struct Finding {
  enum Step {
    case member(String)
    case item(Int)
  }

  /// What alternatives that all fail at the same place expected there, to be told in one sentence.
  enum Expectation {
    case types(TypeSet)
    case values([JSONValue])
  }

  /// Innermost first.
  var path: [Step] = []
  let keyword: String
  let message: String
  let expectation: Expectation?

  var violation: Violation { Violation(instance: instance, keyword: keyword, message: message) }

  var instance: String {
    path.reversed().reduce(into: "") { pointer, step in
      switch step {
      case .member(let key): pointer.appendToken(key)
      case .item(let index): pointer += "/\(index)"
      }
    }
  }
}

extension String {
  /// Appends a reference token to a JSON Pointer.
  mutating func appendToken(_ token: some StringProtocol) {
    self += "/"
    guard token.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else {
      self += token
      return
    }
    for scalar in token.unicodeScalars {
      switch scalar {
      case "~": self += "~0"
      case "/": self += "~1"
      default: unicodeScalars.append(scalar)
      }
    }
  }
}
