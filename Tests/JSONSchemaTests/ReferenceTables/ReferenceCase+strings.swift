/// Tables for minLength, maxLength, pattern.
///
/// Expected values from the Python package jsonschema 4.26.0, its validators for draft 2020-12 and draft-07.
extension ReferenceCase {
  static let strings: [ReferenceCase] = [
    ReferenceCase(
      #"{"minLength":2}"#,
      accepts: [#""ab""#, #""😀😀""#, #""e\u0301""#, #"12"#, #"null"#],
      rejects: [#""a""#, #""""#, #""😀""#]),
    ReferenceCase(
      #"{"maxLength":2}"#,
      accepts: [#""ab""#, #""😀😀""#],
      rejects: [#""abc""#, #""😀😀😀""#, #""👨‍👩‍👧""#]),
    ReferenceCase(
      #"{"minLength":2.0}"#,
      accepts: [#""ab""#],
      rejects: [#""a""#]),
    ReferenceCase(
      #"{"minLength":0,"maxLength":0}"#,
      accepts: [#""""#],
      rejects: [#""a""#]),
    ReferenceCase(
      #"{"pattern":"^a*$"}"#,
      accepts: [#""aaa""#, #""""#, #"5"#, #"null"#],
      rejects: [#""ab""#]),
    ReferenceCase(
      #"{"pattern":"b"}"#,
      accepts: [#""abc""#],
      rejects: [#""ac""#]),
    ReferenceCase(
      #"{"pattern":"^[A-Z]{2}-\\d{3,}$"}"#,
      accepts: [#""AB-123""#, #""AB-1234""#],
      rejects: [#""AB-12""#, #""ab-123""#, #"" AB-123""#]),
    ReferenceCase(
      #"{"pattern":"^[\\w.+-]+@[\\w-]+\\.[a-z]+$"}"#,
      accepts: [#""a.b+c@d-e.org""#],
      rejects: [#""a@b""#, #""a b@c.de""#]),
    ReferenceCase(
      #"{"pattern":"^.$"}"#,
      accepts: [#""a""#, #""😀""#],
      rejects: [#""ab""#, #""\n""#]),
    ReferenceCase(
      #"{"pattern":"(ab)+c?$"}"#,
      accepts: [#""xababc""#],
      rejects: [#""xabd""#]),
  ]
}
