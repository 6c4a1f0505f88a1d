using Shield.Core.Decisions;
using Shield.Core.Decisions.SoftLists;

namespace Shield.Hosting.Settings;

/// <summary>A setting that holds one value; made by <see cref="SettingType"/>.</summary>
/// <param name="Standard">What counts where nobody says anything.</param>
/// <param name="Form">What is said of a text that is no such value: <c>must be …</c>.</param>
/// <param name="Parse">False for a text that is no such value.</param>
/// <param name="ToText">A value as one would write it.</param>
public sealed record ValueSetting<T>(
    string Name,
    T Standard,
    string Form,
    Func<string, (bool IsFine, T Value)> Parse,
    Func<T, string> ToText
) : Setting(Name)
{
    /// <summary>Where the value goes. Exactly one of these is set.</summary>
    public Func<ShieldSettings, T>? Of { get; init; }

    /// <inheritdoc cref="Of"/>
    public Func<AccountPolicy, T>? OfAccount { get; init; }

    /// <inheritdoc cref="Of"/>
    public Func<SoftFile, T>? OfFile { get; init; }

    /// <inheritdoc cref="Of"/>
    public Func<ChannelSettings, T>? OfChannel { get; init; }

    /// <inheritdoc cref="Of"/>
    public Func<FeedSettings, T>? OfFeed { get; init; }

    public override bool IsList => false;

    public override string DefaultText => Otherwise ?? ToText(Standard);

    public override Delegate Goal => (Delegate?)Of ?? (Delegate?)OfAccount ?? (Delegate?)OfFile ?? (Delegate?)OfChannel ?? OfFeed!;

    public override string? Shown(ShieldSettings settings) => Of is null || IsSecret ? null : ToText(Of(settings));

    public override string? Shown(AccountPolicy account) => OfAccount is not null && OfAccount(account) is { } value ? ToText(value) : null;
}
