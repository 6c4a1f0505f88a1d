namespace Shield.Core.Ledger;

/// <summary>What a note is about.</summary>
public enum NoteKind
{
    /// <summary>What was told on one channel, so that a restart tells nothing twice.</summary>
    Told,

    /// <summary>What a feed said last, and when.</summary>
    Feed,

    /// <summary>What the PCE's traffic told of parties that would newly be blocked.</summary>
    Traffic,
}

/// <summary>What is known of one thing, in the place of what was known before.</summary>
/// <param name="Name">Of the channel or feed in the settings, or a name of our own: <c>a-z</c>, <c>0-9</c> and hyphens.</param>
/// <param name="Content">JSON; what it says is not the store's affair.</param>
public sealed record Note(string Name, string Content);
