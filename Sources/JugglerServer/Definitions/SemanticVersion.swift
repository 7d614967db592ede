/// A version as semver.org orders it. Build metadata does not count.
package struct SemanticVersion: Sendable, Comparable {
  private let numbers: [Substring]
  private let prerelease: [Substring]

  /// `nil` for text that is no semantic version.
  package init?(_ text: String) {
    let withoutBuild = text.prefix { $0 != "+" }
    let parts = withoutBuild.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    numbers = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    prerelease = parts.count == 2 ? parts[1].split(separator: ".", omittingEmptySubsequences: false) : []
    guard numbers.count == 3, numbers.allSatisfy(Self.isNumber), prerelease.allSatisfy({ !$0.isEmpty }) else {
      return nil
    }
  }

  package var isPrerelease: Bool { !prerelease.isEmpty }

  package static func == (a: Self, b: Self) -> Bool { a.numbers == b.numbers && a.prerelease == b.prerelease }

  package static func < (a: Self, b: Self) -> Bool {
    for (x, y) in zip(a.numbers, b.numbers) where x != y { return isLess(number: x, y) }
    if a.isPrerelease != b.isPrerelease { return a.isPrerelease }
    for (x, y) in zip(a.prerelease, b.prerelease) where x != y {
      switch (isNumber(x), isNumber(y)) {
      case (true, true): return isLess(number: x, y)
      case (true, false): return true
      case (false, true): return false
      case (false, false): return x.utf8.lexicographicallyPrecedes(y.utf8)
      }
    }
    return a.prerelease.count < b.prerelease.count
  }

  private static func isNumber(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  /// Numbers of any length, without leading zeros as semver.org wants them.
  private static func isLess(number a: Substring, _ b: Substring) -> Bool {
    (a.utf8.count, String(a)) < (b.utf8.count, String(b))
  }
}
