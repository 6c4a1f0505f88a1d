namespace Shield.Core.Ledger;

/// <summary>What was told on one channel, so that a restart tells nothing twice.</summary>
/// <param name="Channel">Its name in the settings: <c>a-z</c>, <c>0-9</c> and hyphens.</param>
/// <param name="Content">JSON; what it says is not the store's affair.</param>
public sealed record ToldNote(string Channel, string Content);
