/// Tables for items, prefixItems, contains, minItems, maxItems, uniqueItems.
///
/// Expected values from the Python package jsonschema 4.26.0, its validators for draft 2020-12 and draft-07.
extension ReferenceCase {
  static let arrays: [ReferenceCase] = [
    ReferenceCase(
      #"{"items":{"type":"integer"}}"#,
      accepts: [#"[]"#, #"[1,2]"#, #"{"0":"a"}"#, #""a""#],
      rejects: [#"[1,"2"]"#]),
    ReferenceCase(
      #"{"items":false}"#,
      accepts: [#"[]"#],
      rejects: [#"[1]"#]),
    ReferenceCase(
      #"{"prefixItems":[{"type":"string"},{"type":"integer"}]}"#,
      accepts: [#"["a",1]"#, #"["a"]"#, #"[]"#, #"["a",1,null]"#],
      rejects: [#"[1,"a"]"#]),
    ReferenceCase(
      #"{"prefixItems":[{"type":"string"}],"items":{"type":"integer"}}"#,
      accepts: [#"["a",1,2]"#, #"["a"]"#],
      rejects: [#"["a","b"]"#, #"[1]"#]),
    ReferenceCase(
      #"{"prefixItems":[true],"items":false}"#,
      accepts: [#"[1]"#, #"[]"#],
      rejects: [#"[1,2]"#]),
    ReferenceCase(
      #"{"prefixItems":[{"type":"string"},false]}"#,
      accepts: [#"["a"]"#],
      rejects: [#"["a",1]"#]),
    ReferenceCase(
      #"{"contains":{"minimum":5}}"#,
      accepts: [#"[1,5]"#, #"["a"]"#, #"{}"#, #"6"#],
      rejects: [#"[1,2]"#, #"[]"#]),
    ReferenceCase(
      #"{"contains":{"const":1},"minContains":2}"#,
      accepts: [#"[1,1]"#, #"[1,2,1]"#],
      rejects: [#"[1]"#, #"[]"#]),
    ReferenceCase(
      #"{"contains":{"const":1},"minContains":0}"#,
      accepts: [#"[]"#, #"[2]"#, #"[1]"#],
      rejects: []),
    ReferenceCase(
      #"{"contains":{"const":1},"maxContains":1}"#,
      accepts: [#"[1]"#, #"[1,2]"#],
      rejects: [#"[1,1]"#, #"[]"#]),
    ReferenceCase(
      #"{"contains":{"const":1},"minContains":0,"maxContains":1}"#,
      accepts: [#"[]"#, #"[2,2]"#],
      rejects: [#"[1,1]"#]),
    ReferenceCase(
      #"{"minContains":2}"#,
      accepts: [#"[]"#, #"[1]"#],
      rejects: []),
    ReferenceCase(
      #"{"maxContains":0}"#,
      accepts: [#"[1]"#],
      rejects: []),
    ReferenceCase(
      #"{"minItems":1,"maxItems":2}"#,
      accepts: [#"[1]"#, #"[1,2]"#, #"{}"#],
      rejects: [#"[]"#, #"[1,2,3]"#]),
    ReferenceCase(
      #"{"uniqueItems":true}"#,
      accepts: [
        #"[]"#, #"[1,2]"#, #"[1,true]"#, #"[0,false]"#, #"[[1],[true]]"#, #"["a","A"]"#, #"[[1,2],[2,1]]"#,
        #"[9007199254740993,9007199254740992]"#, #"["é","e\u0301"]"#,
      ],
      rejects: [#"[1,1]"#, #"[1,1.0]"#, #"[{"a":1,"b":2},{"b":2,"a":1}]"#, #"[null,null]"#]),
    ReferenceCase(
      #"{"uniqueItems":false}"#,
      accepts: [#"[1,1]"#],
      rejects: []),
    ReferenceCase(
      #"{"items":{"items":{"items":{"type":"string"}}}}"#,
      accepts: [#"[[["a"]],[]]"#, #"[["a"]]"#],
      rejects: [#"[[["a",1]]]"#]),
  ]
}
