namespace Shield.EndToEndTests.Campaign;

/// <summary>The process was killed: whatever it would still do, it does no more.</summary>
internal sealed class KilledException() : Exception("killed");

/// <summary>Something that must never be so was so.</summary>
/// <param name="law">Which law, in a few words: the same in every history that breaks it.</param>
/// <param name="detail">Of whom, and how.</param>
internal sealed class BrokenLawException(string law, string detail) : Exception($"{law}: {detail}")
{
    public string Law { get; } = law;
}
