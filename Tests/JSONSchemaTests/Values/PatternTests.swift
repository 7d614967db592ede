import Testing

@testable import JSONSchema

/// Expected values from `RegExp` with the flag `u` (Node.js 20).
@Suite struct PatternTests {
  @Test(arguments: [
    (#"^a$"#, "a", true), (#"^a$"#, "a\n", false), (#"^.$"#, "😀", true), (#"^.$"#, "e\u{301}", false),
    (#"^.$"#, "\u{2028}", false), (#"^.$"#, "\u{85}", true), (#"e"#, "e\u{301}", true), (#"^\d$"#, "٣", false),
    (#"^\w$"#, "é", false), (#"^\W$"#, "é", true), (#"^\s$"#, "\u{FEFF}", true), (#"^\s$"#, "\u{85}", false),
    (#"^\S$"#, "\u{A0}", false), (#"^[^]$"#, "\n", true), (#"a[]|b"#, "b", true), (#"[]"#, "a", false),
    (#"^[[a]$"#, "[", true), (#"^[a&&b]$"#, "&", true), (#"^[a~~b]$"#, "~", true), (#"^[\w-]$"#, "-", true),
    (#"^[+--]$"#, ",", true), (#"^[\b]$"#, "\u{8}", true), (#"^\cJ$"#, "\n", true),
    (#"^\u0061\x62\u{63}$"#, "abc", true), (#"^\uD83D\uDE00$"#, "😀", true), (#"^[\uD83D\uDE00]$"#, "😀", true),
    (#"^\p{Lu}\p{L}$"#, "Éa", true), (#"^\P{L}$"#, "1", true), (#"^a\/b\.c$"#, "a/b.c", true), (#"^\0$"#, "\0", true),
    (#"^(?<q>['"]).*\k<q>$"#, "'a'", true), (#"^(a)\1$"#, "aa", true), (#"^(?=.*\d)(?!.*x).{2,}$"#, "a1", true),
    (#"^(?=.*\d)(?!.*x).{2,}$"#, "a1x", false), (#"^[^\W_]+$"#, "a1", true), (#"^[^\W_]+$"#, "a_", false),
    (#"^\v\f\t$"#, "\u{B}\u{C}\t", true), (#"^a{2}?b$"#, "aab", true),
  ])
  func meansWhatECMAScriptSays(_ pattern: String, _ text: String, _ isMatch: Bool) throws {
    #expect(try Pattern(pattern).matches(text) == isMatch)
  }

  @Test(arguments: [
    #"("#, #"[a"#, #"a\"#, #"\Z"#, #"\A"#, #"\h"#, #"[z-a]"#, #"a**"#, #"\u{110000}"#, #"\x1"#, #"\c1"#, #"\p"#,
  ])
  func refusesWhatECMAScriptDoesNotHave(_ pattern: String) {
    #expect(throws: PatternError.self) { try Pattern(pattern) }
  }

  @Test(arguments: [#"\bword\b"#, #"a\B"#, #"(?<=a)b"#, #"(?<!a)b"#])
  func refusesWhatItCannotMatch(_ pattern: String) {
    #expect(throws: PatternError.self) { try Pattern(pattern) }
  }
}
