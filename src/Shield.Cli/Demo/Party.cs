namespace Shield.Cli.Demo;

/// <summary>Somebody with an address, in the story that the demo tells.</summary>
/// <param name="Why">How the role shows, for people.</param>
public sealed record Party(string Address, PartyRole Role, string Why);
