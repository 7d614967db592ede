/// Reads environment variables as "Environment Variable Specification" of OpenTelemetry has it: an empty one counts as
/// none, and one that cannot be understood is warned of and ignored.
struct StandardVariables {
  private let values: [String: String]
  private(set) var warnings: [String] = []

  init(_ values: [String: String]) { self.values = values.filter { !$0.value.isEmpty } }

  /// The first of these that is set.
  func first(_ names: [String]) -> (name: String, value: String)? {
    for name in names { if let value = values[name] { return (name, value) } }
    return nil
  }

  mutating func warn(_ warning: String) { warnings.append(warning) }

  mutating func boolean(_ name: String) -> Bool {
    guard let value = values[name] else { return false }
    if !["true", "false"].contains(value.lowercased()) {
      warn("\(name) expects true or false, found '\(value)', which counts as false")
    }
    return value.lowercased() == "true"
  }

  /// In milliseconds, at least one.
  mutating func milliseconds(_ names: [String]) -> Duration? {
    guard let (name, value) = first(names) else { return nil }
    guard let number = Int32(value), number > 0 else {
      warn("\(name) expects milliseconds, 1 to \(Int32.max), found '\(value)'; it is ignored")
      return nil
    }
    return .milliseconds(number)
  }

  /// From 0 to 1.
  mutating func fraction(_ name: String) -> Double? {
    guard let value = values[name] else { return nil }
    guard let number = Double(value), (0...1).contains(number) else {
      warn("\(name) expects a number from 0 to 1, found '\(value)'; it is ignored")
      return nil
    }
    return number
  }

  /// One of `known`, in lower case.
  mutating func choice(_ names: [String], _ known: [String]) -> (name: String, value: String)? {
    guard let (name, value) = first(names) else { return nil }
    guard known.contains(value.lowercased()) else {
      warn("\(name) expects \(known.joined(separator: ", ")), found '\(value)'; it is ignored")
      return nil
    }
    return (name, value.lowercased())
  }

  /// Fields for HTTP requests. Their values are not repeated in warnings: they may be secret.
  mutating func headers(_ names: [String]) -> [(String, String)]? {
    guard let (variable, text) = first(names) else { return nil }
    var fields: [(String, String)] = []
    for member in BaggageList.members(of: text) {
      switch member {
      case .pair(let name, let value) where Self.isField(name, value): fields.append((name, value))
      case .pair(let name, _), .malformed(let name):
        warn(
          "\(variable) expects name=value,…, percent-encoded; "
            + (name.isEmpty ? "a member without a name" : "the field '\(name)'") + " is left out")
      }
    }
    return fields
  }

  /// Attributes of the resource: all or, when one is wrong, none.
  mutating func attributes(_ name: String) -> [(String, String)] {
    guard let text = values[name] else { return [] }
    var attributes: [(String, String)] = []
    for member in BaggageList.members(of: text) {
      guard case .pair(let key, let value) = member else {
        warn("\(name) expects key=value,…, percent-encoded, found '\(text)'; all of it is ignored")
        return []
      }
      attributes.append((key, value))
    }
    return attributes
  }

  /// By RFC 9110, sections 5.1 and 5.5.
  private static func isField(_ name: String, _ value: String) -> Bool {
    name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "A")...UInt8(ascii: "Z"):
        true
      default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
      }
    } && value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
  }
}
