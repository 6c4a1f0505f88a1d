using Shield.Core.Indicators;

namespace Shield.Core.Findings;

/// <summary>
/// A member that decides stands twice in its object: <c>{"id":"a","Id":"b"}</c>. JSON leaves open which of the two counts (RFC 8259,
/// section 4), and whoever wrote the second one would decide in the name of the first. It does not leave the readers of findings: the
/// record is rejected.
/// </summary>
internal sealed class RepeatedMemberException(string name) : Exception(name)
{
    public ParsedRecord Rejection =>
        new(null, [$"has the member {AddressFault.Quote(Message)} twice in one object: which of the two counts is not known"])
        {
            IsAmbiguous = true,
        };
}
