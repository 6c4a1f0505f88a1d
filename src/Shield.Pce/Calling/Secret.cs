namespace Shield.Pce.Calling;

/// <summary>Text that no log, error or screen may show: it prints as <c>***</c> and leaves only by <see cref="Reveal"/>.</summary>
public sealed class Secret
{
    private readonly string _text;

    private Secret(string text) => _text = text;

    public static Secret Of(string text) => new(text);

    /// <summary>For whoever must send it. Search for callers to see where the secret goes.</summary>
    public string Reveal() => _text;

    public override string ToString() => "***";
}
