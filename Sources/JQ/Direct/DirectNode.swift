/// A node of a filter that is computed on its tree. Other nodes and whatever else it refers to are named by their
/// positions in the `DirectTree`, so that passing through the tree counts no references.
enum DirectNode: Sendable {
  typealias Position = Int32

  // What gives one value.
  case input
  /// The value of a variable of the caller.
  case variable(Int32)
  case constant(Int32)
  /// The member with a key of what an input, a variable or a member gives.
  case member(of: Position, key: Int32)
  /// What a value has at a constant place.
  case element(of: Position, constant: Int32)
  case pipe(Position, Position)
  /// Members from one position on of the table of members.
  case object(first: Int32, count: Int32)
  /// The outputs in an array.
  case collect(Position)
  /// A string with values in it, from a position of the table of operands on.
  case text(template: Int32, first: Int32)
  case binary(BinaryOperator, Position, Position)
  case and(Position, Position)
  case or(Position, Position)
  case not
  case alternative(Position, Position)
  case conditional(Position, then: Position, else: Position)
  /// A function of the input alone.
  case function(Int32)
  /// A function of the input and an argument.
  case function1(Int32, Position)

  // What gives any number of outputs, one after the other: what is done with a value, and then with those that come of
  // it.
  /// The input is an output.
  case output
  /// Goes on with what another node gives.
  case value(Position, then: Position)
  /// Goes on with each element, or with each value of an object's members.
  case each(isOptional: Bool, then: Position)
  case select(Position, then: Position)
  case both(Position, Position)
  case none
}
