using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Shield.Aws;
using Shield.Aws.Parameters;
using Shield.Aws.Topics;
using Shield.Hosting.Settings.Rows;

namespace Shield.Hosting.Settings;

/// <summary>
/// The settings of a deployment in AWS: what its stack publishes, what its operator set, and the PCE's key, each a parameter below
/// <c>/guardduty-shield/STACK/</c> (docs/aws.md).
/// </summary>
/// <param name="Layers">All of them with the stronger ones that were given, the weakest first.</param>
/// <param name="WhyNoKey">Why no key came from Parameter Store; null where one did, or where none was wanted.</param>
public sealed partial record StackSettings(ImmutableArray<SettingLayer> Layers, string? WhyNoKey)
{
    /// <summary>The environment's name of the stack.</summary>
    public const string Variable = "SHIELD_STACK";

    private static readonly ImmutableArray<Setting> NotForParameters =
    [
        .. SettingTable.All.Where(setting => !setting.Places.HasFlag(SettingPlaces.Parameter)),
    ];

    /// <summary>One request; a second where the key lies elsewhere, or may not be read and the rest may.</summary>
    /// <param name="stack">Its name.</param>
    /// <param name="stronger">Layers above those of the stack, the weakest first. Where one holds <c>Pce:ApiKey</c>, no key is asked
    /// for.</param>
    /// <param name="store">Where its parameters lie.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="SettingsException">There is no such stack, or a parameter does not hold settings.</exception>
    /// <exception cref="AwsException">The parameters may not be read, or Parameter Store was not reached.</exception>
    public static Task<StackSettings> ReadAsync(
        string stack,
        ImmutableArray<SettingLayer> stronger,
        ParameterStore store,
        CancellationToken cancellationToken
    ) => ReadAsync(stack, stronger, store, instead: null, cancellationToken);

    /// <summary>What the stack publishes alone, without a look at what its operator set, and without the key.</summary>
    /// <inheritdoc cref="ReadAsync(string, ImmutableArray{SettingLayer}, ParameterStore, CancellationToken)"/>
    public static async Task<ImmutableArray<SettingLayer>> ReadPublishedAsync(
        string stack,
        ImmutableArray<SettingLayer> stronger,
        ParameterStore store,
        CancellationToken cancellationToken
    )
    {
        ThrowIfNoName(stack);
        var published = NameOf(stack, "stack");
        var values = await store.ReadAsync([published], cancellationToken);
        return [OfParameter(published, Published(stack, values).Value), .. stronger];
    }

    /// <summary>The name of the parameter in which an operator sets what counts for a stack.</summary>
    internal static string ChosenName(string stack) => NameOf(stack, "settings");

    /// <param name="instead">Counts in the place of what the operator's parameter holds now.</param>
    internal static async Task<StackSettings> ReadAsync(
        string stack,
        ImmutableArray<SettingLayer> stronger,
        ParameterStore store,
        StoredParameter? instead,
        CancellationToken cancellationToken
    )
    {
        ThrowIfNoName(stack);
        var (published, chosen, ownKey) = (NameOf(stack, "stack"), ChosenName(stack), NameOf(stack, "pce-key"));
        var wantsKey = !stronger.Any(layer => layer.Values.ContainsKey(PceRows.ApiKey.Name));
        var expected = Chosen(stronger) ?? ownKey;
        var (values, refused) = await ReadAsync([published, chosen], wantsKey ? expected : null, store, cancellationToken);
        var own = instead ?? values.GetValueOrDefault(chosen);
        ImmutableArray<SettingLayer> layers =
        [
            OfParameter(published, Published(stack, values).Value),
            .. own is null ? [] : new[] { OfParameter(chosen, own.Value) },
        ];
        if (!wantsKey)
        {
            return new StackSettings([.. layers, .. stronger], WhyNoKey: null);
        }

        var name = Chosen([.. layers, .. stronger]) ?? ownKey;
        if (name != expected)
        {
            (values, refused) = await ReadAsync([], name, store, cancellationToken);
        }

        var (key, fault) = values.TryGetValue(name, out var text)
            ? KeyDocument.Read(name, text.Value)
            : (null, refused?.Message ?? $"parameter '{name}' does not exist; deploy/deploy.sh puts the PCE's API key there");
        return new StackSettings([.. layers, .. key is null ? [] : new[] { key }, .. stronger], fault);
    }

    private static void ThrowIfNoName(string stack)
    {
        if (!NameForm().IsMatch(stack))
        {
            throw new SettingsException([$"--stack: must be the name of a stack, of letters, digits and hyphens, not '{stack}'"]);
        }
    }

    private static StoredParameter Published(string stack, ImmutableDictionary<string, StoredParameter> values) =>
        values.GetValueOrDefault(NameOf(stack, "stack"))
        ?? throw new SettingsException([
            $"--stack: parameter '{NameOf(stack, "stack")}' does not exist in this account and region; "
                + $"is '{stack}' the stack's name, and do AWS_PROFILE and AWS_REGION say where it is?",
        ]);

    private static string NameOf(string stack, string what) => $"/guardduty-shield/{stack}/{what}";

    private static string? Chosen(ImmutableArray<SettingLayer> layers) => new SettingReader(layers).Value(PceRows.KeyParameter);

    /// <summary>Whoever may not read the key may still read the rest.</summary>
    private static async Task<(ImmutableDictionary<string, StoredParameter> Values, AwsException? Refused)> ReadAsync(
        ImmutableArray<string> names,
        string? key,
        ParameterStore store,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return (await store.ReadAsync(key is null ? names : [.. names, key], cancellationToken), null);
        }
        catch (AwsException refused) when (key is not null && refused.Fault is AwsFault.Denied or AwsFault.NotFound)
        {
            var why = new AwsException(
                refused.Fault,
                $"parameter '{key}' {(refused.Fault is AwsFault.Denied ? "may not be read with these credentials" : "names no secret")}",
                refused
            );
            return (
                names.IsEmpty ? ImmutableDictionary<string, StoredParameter>.Empty : await store.ReadAsync(names, cancellationToken),
                why
            );
        }
    }

    private static SettingLayer OfParameter(string name, string text)
    {
        var layer = SettingLayer.OfJson(SettingSource.Parameter, name, text);
        return layer.Values.Keys.FirstOrDefault(key => IsSecret(key, layer.Values[key])) is { } secret
            ? throw new SettingsException([
                $"{name}: holds {secret}, and this parameter is no secret: "
                    + "the PCE's key belongs into the parameter that Pce:KeyParameter names, and where a channel of notifications leads "
                    + "may stand here only as the ARN of a topic",
            ])
            : layer;
    }

    /// <summary>Whoever knows where a channel leads can write there; a topic asks for credentials.</summary>
    private static bool IsSecret(string key, string value) =>
        NotForParameters.Any(setting => setting.Matches(key)) || (NotifyRows.Url.Matches(key) && !TopicClient.IsTopic(value));

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9-]{0,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NameForm();
}
