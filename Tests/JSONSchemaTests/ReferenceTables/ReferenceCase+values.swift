/// Tables for type, enum, const.
///
/// Expected values from the Python package jsonschema 4.26.0, its validators for draft 2020-12 and draft-07.
extension ReferenceCase {
  static let values: [ReferenceCase] = [
    ReferenceCase(
      #"true"#,
      accepts: [#"1"#, #"null"#, #"{}"#],
      rejects: []),
    ReferenceCase(
      #"false"#,
      accepts: [],
      rejects: [#"1"#, #"null"#, #"{}"#]),
    ReferenceCase(
      #"{}"#,
      accepts: [#"1"#, #"null"#, #"[{}]"#],
      rejects: []),
    ReferenceCase(
      #"{"type":"integer"}"#,
      accepts: [#"1"#, #"-3"#, #"1.0"#, #"1e2"#, #"12345678901234567890"#, #"1e300"#],
      rejects: [#"1.5"#, #""1""#, #"true"#, #"null"#, #"[]"#]),
    ReferenceCase(
      #"{"type":"number"}"#,
      accepts: [#"1"#, #"1.5"#, #"-0.0"#],
      rejects: [#""1""#, #"false"#, #"null"#]),
    ReferenceCase(
      #"{"type":"string"}"#,
      accepts: [#""""#, #""1""#],
      rejects: [#"1"#, #"null"#, #"["a"]"#]),
    ReferenceCase(
      #"{"type":"boolean"}"#,
      accepts: [#"true"#, #"false"#],
      rejects: [#"0"#, #"1"#, #""true""#, #"null"#]),
    ReferenceCase(
      #"{"type":"null"}"#,
      accepts: [#"null"#],
      rejects: [#"false"#, #"0"#, #""""#, #"[]"#]),
    ReferenceCase(
      #"{"type":"array"}"#,
      accepts: [#"[]"#, #"[1]"#],
      rejects: [#"{}"#, #""[]""#]),
    ReferenceCase(
      #"{"type":"object"}"#,
      accepts: [#"{}"#, #"{"a":1}"#],
      rejects: [#"[]"#, #"null"#]),
    ReferenceCase(
      #"{"type":["string","null"]}"#,
      accepts: [#""a""#, #"null"#],
      rejects: [#"1"#, #"false"#]),
    ReferenceCase(
      #"{"type":["integer","string"]}"#,
      accepts: [#"1"#, #"2.0"#, #""x""#],
      rejects: [#"2.5"#, #"null"#]),
    ReferenceCase(
      #"{"enum":["open","paid",3,null,[1],{"a":1}]}"#,
      accepts: [#""open""#, #"3"#, #"3.0"#, #"null"#, #"[1]"#, #"[1.0]"#, #"{"a":1}"#],
      rejects: [#""Open""#, #""3""#, #"false"#, #"[1,1]"#, #"{"a":1,"b":2}"#, #"{}"#]),
    ReferenceCase(
      #"{"enum":[false]}"#,
      accepts: [#"false"#],
      rejects: [#"0"#, #"null"#, #""""#]),
    ReferenceCase(
      #"{"enum":[[false]]}"#,
      accepts: [#"[false]"#],
      rejects: [#"[0]"#]),
    ReferenceCase(
      #"{"const":{"a":1,"b":[2]}}"#,
      accepts: [#"{"b":[2],"a":1}"#, #"{"a":1.0,"b":[2.0]}"#],
      rejects: [#"{"a":1}"#, #"{"a":true,"b":[2]}"#]),
    ReferenceCase(
      #"{"const":1}"#,
      accepts: [#"1"#, #"1.0"#],
      rejects: [#"true"#, #""1""#]),
    ReferenceCase(
      #"{"const":null}"#,
      accepts: [#"null"#],
      rejects: [#"0"#, #"false"#]),
    ReferenceCase(
      #"{"const":0}"#,
      accepts: [#"0"#, #"-0.0"#],
      rejects: [#"false"#, #"null"#]),
    ReferenceCase(
      #"{"const":9007199254740993}"#,
      accepts: [#"9007199254740993"#],
      rejects: [#"9007199254740992"#, #"9007199254740992.0"#]),
    ReferenceCase(
      #"{"const":12345678901234567890}"#,
      accepts: [#"12345678901234567890"#],
      rejects: [#"12345678901234567891"#]),
    ReferenceCase(
      #"{"const":"a\u0000b"}"#,
      accepts: [#""a\u0000b""#],
      rejects: [#""ab""#]),
  ]
}
