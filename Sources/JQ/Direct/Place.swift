import JSON

/// Where a value lies that somebody else holds for as long as it is looked at: the input and its parts are passed so,
/// for to own each of them for a moment would take longer than the rest.
typealias Place = UnsafePointer<JSONValue>
