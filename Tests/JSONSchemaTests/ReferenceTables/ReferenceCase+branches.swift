/// Tables for allOf, anyOf, oneOf, not, if, then, else.
///
/// Expected values from the Python package jsonschema 4.26.0, its validators for draft 2020-12 and draft-07.
extension ReferenceCase {
  static let branches: [ReferenceCase] = [
    ReferenceCase(
      #"{"allOf":[{"type":"integer"},{"minimum":2}]}"#,
      accepts: [#"2"#],
      rejects: [#"1"#, #"2.5"#, #""a""#]),
    ReferenceCase(
      #"{"anyOf":[{"type":"string"},{"minimum":2}]}"#,
      accepts: [#""a""#, #"2"#, #"null"#],
      rejects: [#"1"#]),
    ReferenceCase(
      #"{"oneOf":[{"type":"integer"},{"minimum":2}]}"#,
      accepts: [#"1"#, #"2.5"#, #"null"#],
      rejects: [#"3"#, #"1.5"#]),
    ReferenceCase(
      #"{"oneOf":[true,false]}"#,
      accepts: [#"1"#],
      rejects: []),
    ReferenceCase(
      #"{"oneOf":[true,true]}"#,
      accepts: [],
      rejects: [#"1"#]),
    ReferenceCase(
      #"{"anyOf":[false,false]}"#,
      accepts: [],
      rejects: [#"1"#]),
    ReferenceCase(
      #"{"not":{"type":"string"}}"#,
      accepts: [#"1"#],
      rejects: [#""a""#]),
    ReferenceCase(
      #"{"not":{}}"#,
      accepts: [],
      rejects: [#"1"#]),
    ReferenceCase(
      #"{"not":false}"#,
      accepts: [#"1"#],
      rejects: []),
    ReferenceCase(
      #"{"not":{"not":{"type":"string"}}}"#,
      accepts: [#""a""#],
      rejects: [#"1"#]),
    ReferenceCase(
      #"{"if":{"properties":{"kind":{"const":"a"}},"required":["kind"]},"then":{"required":["x"]},"else":{"required":["y"]}}"#,
      accepts: [#"{"kind":"a","x":1}"#, #"{"kind":"b","y":1}"#, #"{"y":1}"#, #"1"#],
      rejects: [#"{"kind":"a","y":1}"#, #"{"kind":"b","x":1}"#, #"{}"#]),
    ReferenceCase(
      #"{"if":{"minimum":5},"then":{"maximum":9}}"#,
      accepts: [#"3"#, #"7"#, #""a""#],
      rejects: [#"10"#]),
    ReferenceCase(
      #"{"if":{"minimum":5},"else":{"multipleOf":2}}"#,
      accepts: [#"4"#, #"7"#],
      rejects: [#"3"#]),
    ReferenceCase(
      #"{"then":false,"else":false}"#,
      accepts: [#"1"#],
      rejects: []),
    ReferenceCase(
      #"{"if":false,"then":false}"#,
      accepts: [#"1"#],
      rejects: []),
    ReferenceCase(
      #"{"if":true,"else":false}"#,
      accepts: [#"1"#],
      rejects: []),
    ReferenceCase(
      #"{"type":"object","allOf":[{"properties":{"a":{"type":"integer"}}},{"required":["a"]}],"minProperties":2}"#,
      accepts: [#"{"a":1,"b":2}"#],
      rejects: [#"{"a":1}"#, #"{"a":"x","b":1}"#, #"{"b":1,"c":2}"#]),
  ]
}
