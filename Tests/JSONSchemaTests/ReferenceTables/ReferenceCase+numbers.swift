/// Tables for minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf.
///
/// Expected values from the Python package jsonschema 4.26.0, its validators for draft 2020-12 and draft-07.
extension ReferenceCase {
  static let numbers: [ReferenceCase] = [
    ReferenceCase(
      #"{"minimum":1}"#,
      accepts: [#"1"#, #"1.0"#, #"2"#, #""0""#, #"null"#],
      rejects: [#"0.999"#, #"-1"#]),
    ReferenceCase(
      #"{"minimum":-2.5}"#,
      accepts: [#"-2.5"#, #"-2"#, #"0"#],
      rejects: [#"-2.6"#]),
    ReferenceCase(
      #"{"maximum":10}"#,
      accepts: [#"10"#, #"10.0"#, #"-11"#],
      rejects: [#"10.1"#, #"11"#]),
    ReferenceCase(
      #"{"exclusiveMinimum":0}"#,
      accepts: [#"1e-300"#, #"1"#],
      rejects: [#"0"#, #"-0.0"#, #"-1"#]),
    ReferenceCase(
      #"{"exclusiveMaximum":3}"#,
      accepts: [#"2.999"#, #"-3"#],
      rejects: [#"3"#, #"3.0"#, #"4"#]),
    ReferenceCase(
      #"{"minimum":1,"maximum":3}"#,
      accepts: [#"1"#, #"2"#, #"3"#],
      rejects: [#"0"#, #"4"#]),
    ReferenceCase(
      #"{"maximum":9007199254740992}"#,
      accepts: [#"9007199254740992"#, #"9007199254740992.0"#],
      rejects: [#"9007199254740993"#]),
    ReferenceCase(
      #"{"exclusiveMinimum":9007199254740992}"#,
      accepts: [#"9007199254740993"#],
      rejects: [#"9007199254740992"#]),
    ReferenceCase(
      #"{"maximum":9223372036854775807}"#,
      accepts: [#"9223372036854775807"#, #"-9223372036854775808"#],
      rejects: [#"9223372036854775808"#]),
    ReferenceCase(
      #"{"minimum":12345678901234567890}"#,
      accepts: [#"12345678901234567890"#, #"12345678901234567891"#, #"1e300"#],
      rejects: [#"12345678901234567889"#]),
    ReferenceCase(
      #"{"multipleOf":2}"#,
      accepts: [#"0"#, #"4"#, #"-6"#, #"4.0"#, #""7""#, #"18446744073709551616"#],
      rejects: [#"7"#, #"4.5"#, #"18446744073709551617"#]),
    ReferenceCase(
      #"{"multipleOf":0.5}"#,
      accepts: [#"1"#, #"1.5"#, #"-2.5"#, #"0"#],
      rejects: [#"1.25"#]),
    ReferenceCase(
      #"{"multipleOf":0.0001}"#,
      accepts: [#"0.0075"#, #"1"#],
      rejects: [#"0.00751"#]),
    ReferenceCase(
      #"{"type":"integer","multipleOf":0.5}"#,
      accepts: [#"3"#, #"1e300"#],
      rejects: [#"3.5"#]),
  ]
}
