/// What a parser accepts beyond and below RFC 8259. The defaults accept every text the grammar allows.
public struct JSONParsingOptions: Sendable, Hashable {
  /// How many arrays and objects may be open at once: 512 unless changed, never more than 10,000.
  public var depthLimit: Int {
    get { storedDepthLimit }
    set { storedDepthLimit = min(max(newValue, 0), Self.greatestDepthLimit) }
  }

  /// What happens when an object has a key twice.
  public var duplicateKeys: DuplicateKeys

  /// What happens at a `\u` escape that is half of a surrogate pair.
  public var loneSurrogates: Repair

  /// What happens at bytes within a string that are not UTF-8. Elsewhere they are always an error.
  public var invalidUTF8: Repair

  private var storedDepthLimit: Int

  /// Values are freed and compared recursively; so many levels fit a stack of 8 MiB. As in jq.
  static let greatestDepthLimit = 10_000

  public static let `default` = JSONParsingOptions()

  public init(
    depthLimit: Int = 512,
    duplicateKeys: DuplicateKeys = .lastWins,
    loneSurrogates: Repair = .replace,
    invalidUTF8: Repair = .reject
  ) {
    storedDepthLimit = min(max(depthLimit, 0), Self.greatestDepthLimit)
    self.duplicateKeys = duplicateKeys
    self.loneSurrogates = loneSurrogates
    self.invalidUTF8 = invalidUTF8
  }

  public enum DuplicateKeys: Sendable, Hashable {
    /// The last value, in the place of the first, as in jq.
    case lastWins
    case reject
  }

  public enum Repair: Sendable, Hashable {
    /// U+FFFD takes the place of what is wrong.
    case replace
    case reject
  }
}
