using Shield.Core.Decisions;
using Shield.Core.Decisions.SoftLists;

namespace Shield.Hosting.Settings;

/// <summary>
/// One setting of the contract: a row of <see cref="SettingTable"/>. Reading, suggestions for a mistyped key, <c>policy show</c> and the
/// table in docs/config.md are made of these rows.
/// </summary>
/// <param name="Name">Such as <c>Pce:OwnerId</c>, as files, environment and flags use it; compared without case. <c>&lt;n&gt;</c> stands
/// for a number, <c>&lt;account&gt;</c> for the twelve digits of an AWS account, <c>&lt;name&gt;</c> for that of a channel or
/// feed.</param>
public abstract record Setting(string Name)
{
    private const string Account = "<account>";
    private const string Given = "<name>";

    // Split once: a file may have a hundred thousand keys, and each is compared with all of these.
    private readonly string[] _parts = Name.Split(':');

    /// <summary>What kind of value it takes, for people: <c>whole number</c>.</summary>
    public string Type { get; init; } = "text";

    /// <summary>Which values of that kind, for people: <c>1 to 500</c>. Null: any.</summary>
    public string? Bounds { get; init; }

    /// <summary>What a number counts, for people: <c>requests a minute</c>. Null where it is no number.</summary>
    public string? Unit { get; init; }

    /// <summary>What it does, in Markdown, for docs/config.md.</summary>
    public string Meaning { get; init; } = "";

    /// <summary>Said in the place of a default that is no value of its own: <c>required</c>. Null: the default is one.</summary>
    public string? Otherwise { get; init; }

    /// <summary>Where it may be said.</summary>
    public SettingPlaces Places { get; init; } = SettingPlaces.Anywhere;

    /// <summary>True where nothing may print it.</summary>
    public bool IsSecret { get; init; }

    /// <summary>True where it names a file; a relative path in a settings file begins where that file lies.</summary>
    public bool IsPath { get; init; }

    /// <summary>
    /// True where a process that runs for months keeps what it read at its start: which ledger, which PCE, where findings come from. Any
    /// other setting counts as soon as its file is changed (docs/service.md).
    /// </summary>
    public bool IsReadOnce { get; init; }

    /// <summary>True where each element is a section with keys of its own: <c>NeverBlock:Files:0:Name</c>.</summary>
    public bool IsOfSections { get; init; }

    /// <summary>True where it holds several values: <c>Pce:Scope:0</c>, <c>Pce:Scope:1</c>.</summary>
    public abstract bool IsList { get; }

    /// <summary>What counts where nobody says anything, as one would write it.</summary>
    public abstract string DefaultText { get; }

    /// <summary>The value in force, as <c>policy show</c> prints it.</summary>
    /// <returns>Null of a secret, and of what stands once for each account or file.</returns>
    public abstract string? Shown(ShieldSettings settings);

    /// <summary>What differs for one account, as <c>policy show</c> prints it.</summary>
    /// <returns>Null where that account says nothing of its own, and of what no account can say.</returns>
    public abstract string? Shown(AccountPolicy account);

    /// <summary>Where the value goes: a function of <see cref="ShieldSettings"/>, <see cref="AccountPolicy"/>,
    /// <see cref="ChannelSettings"/>, <see cref="FeedSettings"/> or <see cref="SoftFile"/>. A test looks up who uses what it
    /// returns.</summary>
    public abstract Delegate Goal { get; }

    /// <summary>True where each AWS account may say something of its own.</summary>
    public bool IsOfAccounts => _parts.Contains(Account, StringComparer.Ordinal);

    /// <summary>The key of one account: <c>Policy:Accounts:111122223333:Autonomy</c>.</summary>
    public string KeyFor(string account) => Name.Replace(Account, account, StringComparison.Ordinal);

    /// <summary>The key of one channel or feed: <c>Notify:ops:Kind</c>.</summary>
    public string KeyNamed(string name) => Name.Replace(Given, name, StringComparison.Ordinal);

    /// <summary>As an environment variable.</summary>
    public string Variable => SettingLayer.VariableOf(Name);

    /// <summary>True for the key itself and, of a list, for one of its elements: <c>Pce:Scope:0</c>.</summary>
    public bool Matches(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var theirs = key.AsSpan();
        Span<Range> parts = stackalloc Range[_parts.Length + 2];
        var count = theirs.Split(parts, ':');
        if (count != _parts.Length && !(IsList && count == _parts.Length + 1 && IsNumber(theirs[parts[count - 1]])))
        {
            return false;
        }

        for (var at = 0; at < _parts.Length; at++)
        {
            if (!Fits(_parts[at], theirs[parts[at]]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Fits(string ours, ReadOnlySpan<char> theirs) =>
        ours switch
        {
            "<n>" => IsNumber(theirs),
            Account => theirs.Length is 12 && IsNumber(theirs),
            Given => GivenName.IsOne(theirs),
            _ => theirs.Equals(ours, StringComparison.OrdinalIgnoreCase),
        };

    private static bool IsNumber(ReadOnlySpan<char> text) => text.Length is > 0 and < 13 && !text.ContainsAnyExceptInRange('0', '9');
}
