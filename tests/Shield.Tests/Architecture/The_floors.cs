using System.Collections.Immutable;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Assembly = System.Reflection.Assembly;

namespace Shield.Tests.Architecture;

/// <summary>
/// Which room may use which. A room (the namespace of a folder) may use those above it in its list and no other, so that whoever reads one
/// room needs only the ones above it. Adding a room means adding it here, at its place.
/// </summary>
public sealed class The_floors
{
    /// <summary>Inside Core, from the one that uses nothing to the one that may use all.</summary>
    private static readonly ImmutableArray<string> Core =
    [
        "Shield.Core.Indicators",
        "Shield.Core.FindingTypes",
        "Shield.Core.Findings",
        "Shield.Core.Evidence",
        "Shield.Core.Feeds",
        "Shield.Core.Ledger",
        "Shield.Core.Decisions",
        "Shield.Core.Planning.Desired",
        "Shield.Core.Planning.Pce",
        "Shield.Core.Reconciling",
        "Shield.Core.Telling",
    ];

    /// <summary>
    /// Inside Cli: first the rooms that several commands share, then the commands. A command stands behind those of which it shows a part,
    /// as `threats show` is `explain`.
    /// </summary>
    private static readonly ImmutableArray<string> Cli =
    [
        "Shield.Cli.Streams",
        "Shield.Cli.Printing",
        "Shield.Cli.Faults",
        "Shield.Cli.Checks",
        "Shield.Cli.Hosting",
        "Shield.Cli.Acts",
        "Shield.Cli.Sources",
        "Shield.Cli.Ingest",
        "Shield.Cli.Plans",
        "Shield.Cli.Pausing",
        "Shield.Cli.Apply",
        "Shield.Cli.Run",
        "Shield.Cli.Users",
        "Shield.Cli.Init",
        "Shield.Cli.Status",
        "Shield.Cli.Notifications",
        "Shield.Cli.NeverBlockLists",
        "Shield.Cli.Allow",
        "Shield.Cli.Policy",
        "Shield.Cli.Doctor",
        "Shield.Cli.Explain",
        "Shield.Cli.Threats",
        "Shield.Cli.Feeds",
        "Shield.Cli.History",
        "Shield.Cli.Undoing",
        "Shield.Cli.Adopting",
        "Shield.Cli.Reports",
        "Shield.Cli.Samples",
        "Shield.Cli.Simulator",
        "Shield.Cli.Demo",
        "Shield.Cli.Help",
    ];

    /// <summary>Inside Operating: first what several answers are made of, then what is asked and done.</summary>
    private static readonly ImmutableArray<string> Operating =
    [
        "Shield.Operating.Answers",
        "Shield.Operating.Words",
        "Shield.Operating.Faults",
        "Shield.Operating.Checks",
        "Shield.Operating.Reading",
        "Shield.Operating.Effects",
        "Shield.Operating.Acts",
        "Shield.Operating.Plans",
        "Shield.Operating.Pausing",
        "Shield.Operating.Apply",
        "Shield.Operating.Init",
        "Shield.Operating.Status",
        "Shield.Operating.NeverBlockLists",
        "Shield.Operating.Allow",
        "Shield.Operating.Policy",
        "Shield.Operating.Doctor",
        "Shield.Operating.Explain",
        "Shield.Operating.Threats",
        "Shield.Operating.Feeds",
        "Shield.Operating.History",
        "Shield.Operating.Undoing",
        "Shield.Operating.Reports",
    ];

    /// <summary>Inside Service. What is served stands on what it tells of.</summary>
    private static readonly ImmutableArray<string> Service =
    [
        "Shield.Service.Settings",
        "Shield.Service.Telemetry",
        "Shield.Service.Reconciling",
        "Shield.Service.Recording",
        "Shield.Service.Sources",
        "Shield.Service.Webhook",
        "Shield.Service.Links",
        "Shield.Service.FeedsOut",
        "Shield.Service.Health",
    ];

    /// <summary>Inside Console: what every page needs, then the pages.</summary>
    private static readonly ImmutableArray<string> Console =
    [
        "Shield.Console.Assets",
        "Shield.Console.Access",
        "Shield.Console.Live",
        "Shield.Console.Parts",
        "Shield.Console.Acting",
        "Shield.Console.Layout",
        "Shield.Console.Now",
        "Shield.Console.Held",
        "Shield.Console.Threats",
        "Shield.Console.Map",
        "Shield.Console.Plan",
        "Shield.Console.History",
        "Shield.Console.Allowlist",
        "Shield.Console.Feeds",
        "Shield.Console.Health",
        "Shield.Console.Settings",
    ];

    /// <summary>What each project may use of the others. Its own rooms it may use, of course.</summary>
    private static readonly ImmutableDictionary<string, ImmutableArray<string>> Projects = new Dictionary<string, ImmutableArray<string>>
    {
        ["Shield.Core"] = [],
        ["Shield.Pce"] = ["Shield.Core"],
        ["Shield.Sqlite"] = ["Shield.Core"],
        ["Shield.Aws"] = ["Shield.Core"],
        ["Shield.Hosting"] = ["Shield.Core", "Shield.Pce", "Shield.Aws"],
        ["Shield.Service"] =
        [
            "Shield.Core",
            "Shield.Pce",
            "Shield.Sqlite",
            "Shield.Aws",
            "Shield.Hosting",
            "Shield.Notifying",
            "Shield.Feeds",
            "Shield.Operating",
            "Shield.Console",
        ],
        ["Shield.Console"] =
        [
            "Shield.Core",
            "Shield.Pce",
            "Shield.Sqlite",
            "Shield.Aws",
            "Shield.Hosting",
            "Shield.Notifying",
            "Shield.Feeds",
            "Shield.Operating",
        ],
        ["Shield.Feeds"] = ["Shield.Core", "Shield.Pce", "Shield.Hosting"],
        ["Shield.Notifying"] = ["Shield.Core", "Shield.Pce", "Shield.Aws", "Shield.Hosting"],
        ["Shield.Operating"] =
        [
            "Shield.Core",
            "Shield.Pce",
            "Shield.Sqlite",
            "Shield.Aws",
            "Shield.Hosting",
            "Shield.Notifying",
            "Shield.Feeds",
        ],
        ["Shield.Lambda"] = ["Shield.Core", "Shield.Pce", "Shield.Aws", "Shield.Hosting", "Shield.Notifying"],
        ["Shield.Cli"] =
        [
            "Shield.Core",
            "Shield.Pce",
            "Shield.Sqlite",
            "Shield.Aws",
            "Shield.Hosting",
            "Shield.Operating",
            "Shield.Service",
            "Shield.Notifying",
            "Shield.Feeds",
            "Shield.Console",
            "Shield.PceSimulator",
        ],
        ["Shield.PceSimulator"] = [],
    }.ToImmutableDictionary();

    /// <summary>Core decides; it does not talk to anything. Hashes and streams that it is given are values.</summary>
    private static readonly ImmutableArray<string> NotForCore =
    [
        "System.Net.Http",
        "System.Net.Sockets",
        "System.IO.File",
        "System.IO.Directory",
        "System.IO.FileStream",
        "System.IO.FileInfo",
        "System.IO.DirectoryInfo",
        "System.Diagnostics.Process",
        "System.Console",
        "Microsoft.Data",
        "Microsoft.Extensions",
        "Amazon",
    ];

    private static readonly ArchUnitNET.Domain.Architecture Whole = new ArchLoader()
        .LoadAssemblies([
            .. Projects.Keys.Select(project =>
                Assembly.Load(
                    project == "Shield.Lambda" ? "bootstrap"
                    : project == "Shield.Cli" ? "shield"
                    : project
                )
            ),
        ])
        .Build();

    [Fact]
    public void Of_Core_carry_only_those_below() => Assert.Empty(AgainstOrder(Core));

    [Fact]
    public void Of_Core_are_all_named() => Assert.Empty(NotIn(Core, "Shield.Core"));

    [Fact]
    public void Of_Cli_carry_only_those_below() => Assert.Empty(AgainstOrder(Cli));

    /// <summary>All but the front door, which knows every command.</summary>
    [Fact]
    public void Of_Cli_are_all_named() => Assert.Equal(["Shield.Cli.ShieldCommandLine"], NotIn(Cli, "Shield.Cli"));

    [Fact]
    public void Of_Operating_carry_only_those_below() => Assert.Empty(AgainstOrder(Operating));

    /// <summary>All but what opens the parts they work with.</summary>
    [Fact]
    public void Of_Operating_are_all_named() =>
        Assert.Equal(
            ["Shield.Operating.Composition", "Shield.Operating.QueuedReconciler"],
            NotIn(Operating, "Shield.Operating").Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Of_Service_carry_only_those_below() => Assert.Empty(AgainstOrder(Service));

    /// <summary>All but the front door, which composes them.</summary>
    [Fact]
    public void Of_Service_are_all_named() =>
        Assert.Equal(
            ["Shield.Service.ServiceParts", "Shield.Service.ShieldService", "Shield.Service.SystemdNotice"],
            NotIn(Service, "Shield.Service").Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Of_Console_carry_only_those_below() => Assert.Empty(AgainstOrder(Console));

    /// <summary>All but the front door, and what it is given.</summary>
    [Fact]
    public void Of_Console_are_all_named() =>
        Assert.Equal(
            ["Shield.Console.ConsoleParts", "Shield.Console.ShieldConsole", "Shield.Console._Imports"],
            NotIn(Console, "Shield.Console").Order(StringComparer.Ordinal)
        );

    /// <summary>
    /// Commands take apart what the program works with, and hand each piece of work what it uses: what only reads is given nothing that
    /// could write (law 12). What a command and a page do alike stands in Operating, and takes it apart there. The demo makes one of its
    /// own.
    /// </summary>
    [Fact]
    public void Of_Cli_hand_work_no_more_than_it_uses() =>
        Assert.Equal(
            [
                "Shield.Cli.Acts.ActOptions",
                "Shield.Cli.Demo.DemoHints",
                "Shield.Cli.Demo.DemoRun",
                "Shield.Cli.Demo.DemoStage",
                "Shield.Cli.Hosting.CommandRunner",
                "Shield.Operating.Acts.ActRun",
                "Shield.Operating.Acts.IndicatorActs",
                "Shield.Operating.Apply.ApplyRun",
                "Shield.Operating.Explain.ExplainRun",
                "Shield.Operating.Feeds.FeedPulling",
                "Shield.Operating.Init.InitParts",
                "Shield.Operating.Pausing.PauseRun",
                "Shield.Operating.Plans.PlanRun",
                "Shield.Operating.Reports.ReportRun",
                "Shield.Operating.Status.StatusRun",
                "Shield.Operating.Undoing.RollbackRun",
                "Shield.Operating.Undoing.UndoRun",
            ],
            Ours("Shield.Cli")
                .Concat(Ours("Shield.Operating"))
                .Where(type => !type.FullName.Contains('+', StringComparison.Ordinal))
                .Where(type => !type.Name.EndsWith("Command", StringComparison.Ordinal) && type.Name != "Composition")
                .Where(type => UsedBy(type).Any(target => target.FullName == "Shield.Operating.Composition"))
                .Select(type => type.FullName)
                .Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Between_projects_carry_only_those_below() =>
        Assert.Empty(
            from project in Projects
            from type in Ours(project.Key)
            from target in UsedBy(type)
            let other = ProjectOf(target)
            where other is not null && other != project.Key && !project.Value.Contains(other)
            select $"{type.FullName} uses {target.FullName}"
        );

    [Fact]
    public void Keep_Core_free_of_networks_disks_and_clouds() =>
        Assert.Empty(
            from type in Ours("Shield.Core")
            from target in UsedBy(type)
            where NotForCore.Any(banned => target.FullName == banned || target.FullName.StartsWith(banned + '.', StringComparison.Ordinal))
            select $"{type.FullName} uses {target.FullName}"
        );

    /// <summary>
    /// A check that sees nothing passes too. Of two small rooms beside this test the lower one uses the upper one: by a field, in the body
    /// of a method, and in one that waits.
    /// </summary>
    [Fact]
    public void Fail_where_a_lower_one_uses_an_upper_one()
    {
        const string rooms = "Shield.Tests.Architecture.Planted";
        var planted = new ArchLoader().LoadNamespacesWithinAssembly(typeof(The_floors).Assembly, rooms).Build();

        var found = AgainstOrder([$"{rooms}.Lower", $"{rooms}.Upper"], planted.Types.Where(IsWritten));

        Assert.Equal(
            [
                $"{rooms}.Lower.ByAField uses {rooms}.Upper.Wanted",
                $"{rooms}.Lower.InABody uses {rooms}.Upper.Wanted",
                $"{rooms}.Lower.WhileItWaits uses {rooms}.Upper.Wanted",
            ],
            found.Order(StringComparer.Ordinal)
        );
    }

    /// <summary>This reference is known to be there, and stands in the body of a method.</summary>
    [Fact]
    public void Are_seen_by_this_test() =>
        Assert.Contains(
            UsedBy(Ours("Shield.Core").Single(type => type.FullName == "Shield.Core.Decisions.Decide")),
            target =>
                target.FullName == "Shield.Core.Decisions.SoftLists.SoftSource" || target.FullName == "Shield.Core.Decisions.KnownEvidence"
        );

    private static IEnumerable<string> AgainstOrder(ImmutableArray<string> rooms) =>
        AgainstOrder(rooms, Ours(rooms[0][..rooms[0].LastIndexOf('.')]));

    private static IEnumerable<string> AgainstOrder(ImmutableArray<string> rooms, IEnumerable<IType> types) =>
        from type in types
        let floor = FloorOf(type, rooms)
        where floor >= 0
        from target in UsedBy(type)
        let other = FloorOf(target, rooms)
        where other > floor
        select $"{type.FullName} uses {target.FullName}";

    /// <summary>Types of a project that are in none of its rooms, nested ones left out: they are where their owner is.</summary>
    private static IEnumerable<string> NotIn(ImmutableArray<string> rooms, string project) =>
        Ours(project)
            .Where(type => !type.FullName.Contains('+', StringComparison.Ordinal) && FloorOf(type, rooms) < 0)
            .Select(type => type.FullName);

    private static int FloorOf(IType type, ImmutableArray<string> rooms) => rooms.ToList().FindIndex(room => IsIn(type, room));

    private static IEnumerable<IType> Ours(string project) => Whole.Types.Where(type => ProjectOf(type) == project && IsWritten(type));

    private static IEnumerable<IType> UsedBy(IType type) =>
        type.Dependencies.Select(dependency => dependency.Target).Where(IsWritten).Distinct();

    private static string? ProjectOf(IType type) => Projects.Keys.Where(project => IsIn(type, project)).MaxBy(project => project.Length);

    private static bool IsIn(IType type, string @namespace) => type.FullName.StartsWith(@namespace + '.', StringComparison.Ordinal);

    /// <summary>Not by the compiler, which gives such types the same names in every assembly, nor by a source generator.</summary>
    private static bool IsWritten(IType type) =>
        !type.FullName.Contains('<', StringComparison.Ordinal) && !type.FullName.Contains("Generated", StringComparison.Ordinal);
}
