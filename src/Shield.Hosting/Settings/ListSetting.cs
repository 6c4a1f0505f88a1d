using Shield.Core.Decisions;
using Shield.Core.Decisions.SoftLists;

namespace Shield.Hosting.Settings;

/// <summary>A setting that holds several values; the list of the strongest place counts as a whole.</summary>
/// <param name="Parse">One element; what is wrong with it, or null.</param>
/// <param name="ToText">All of them as <c>policy show</c> prints them.</param>
public sealed record ListSetting<T>(string Name, Func<string, (T Value, string? Fault)> Parse, Func<IReadOnlyList<T>, string> ToText)
    : Setting(Name)
{
    /// <summary>True where one text may hold several, with commas between: <c>192.0.2.0/24, 198.51.100.7</c>.</summary>
    public bool TakesCommas { get; init; }

    /// <summary>Where the list goes. Exactly one of these is set.</summary>
    public Func<ShieldSettings, IReadOnlyList<T>>? Of { get; init; }

    /// <inheritdoc cref="Of"/>
    public Func<SoftFile, IReadOnlyList<T>>? OfFile { get; init; }

    /// <inheritdoc cref="Of"/>
    public Func<ChannelSettings, IReadOnlyList<T>>? OfChannel { get; init; }

    public override bool IsList => !IsOfSections;

    public override string DefaultText => Otherwise ?? "empty";

    public override Delegate Goal => (Delegate?)Of ?? (Delegate?)OfFile ?? OfChannel!;

    public override string? Shown(ShieldSettings settings) => Of is null ? null : ToText(Of(settings));

    public override string? Shown(AccountPolicy account) => null;
}
