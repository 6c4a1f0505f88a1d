using System.Collections.Immutable;
using System.Reflection;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Shield.Hosting.Settings;
using Shield.Pce.Calling;

namespace Shield.Tests.Settings;

public sealed class The_table_of_settings
{
    [Fact]
    public void Names_each_setting_once_and_says_what_it_does()
    {
        Assert.Equal(SettingTable.All.Length, SettingTable.All.Select(setting => setting.Name.ToUpperInvariant()).Distinct().Count());
        Assert.DoesNotContain(SettingTable.All, setting => setting.Meaning is "" || setting.DefaultText is "");
    }

    [Fact]
    public void Holds_every_row_that_is_written()
    {
        var written =
            from type in typeof(SettingTable).Assembly.GetTypes()
            where type.Namespace == $"{typeof(SettingTable).Namespace}.Rows"
            from field in type.GetFields(BindingFlags.Static | BindingFlags.Public)
            where typeof(Setting).IsAssignableFrom(field.FieldType)
            select ((Setting)field.GetValue(null)!).Name;
        Assert.Equal(written.Order(StringComparer.Ordinal), SettingTable.All.Select(setting => setting.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Pce:RequestsPerMinute", "1", "500", "0", "501")]
    [InlineData("Pce:MaxEntries", "1", "8000", "0", "8001")]
    [InlineData("Pce:ForeignDraftWait", "0s", "1d", "-1s", "25h")]
    [InlineData("Pce:OrgId", "1", "123456789012345678", "x", "1234567890123456789")]
    [InlineData("Pce:OwnerId", "a-1", "0123456789012345678901234567890123456789", "a1", "01234567890123456789012345678901234567890")]
    [InlineData("Ledger:Retention", "31d", "3650d", "30d", "3651d")]
    [InlineData("Limits:AddPerRun", "0", "1000000", "-1", "1000001")]
    [InlineData("Limits:AddPerDay", "0", "1000000", "-1", "1000001")]
    [InlineData("Limits:WidestV4", "/0", "/32", "/-1", "/33")]
    [InlineData("Limits:WidestV6", "/0", "/128", "-1", "129")]
    [InlineData("Policy:MinimumSeverity", "0", "10", "-1", "10.1")]
    [InlineData("Policy:Accounts:111122223333:MinimumSeverity", "0", "10", "-1", "10.1")]
    [InlineData("Reconcile:VersionsPerHour", "1", "3600", "0", "3601")]
    [InlineData("Reconcile:Schedule", "10s", "3650d", "9s", "3651d")]
    [InlineData("Service:Webhook:ReplayWindow", "1s", "3650d", "0s", "3651d")]
    [InlineData("Service:Webhook:MaxBytes", "1KiB", "64MiB", "1023", "65MiB")]
    [InlineData("Service:Webhook:RequestsPerSecond", "1", "100000", "0", "100001")]
    [InlineData("Service:Export:Every", "1s", "3650d", "0s", "3651d")]
    [InlineData("Service:Links:Life", "1m", "3650d", "59s", "3651d")]
    [InlineData("Input:MaxRecordBytes", "1KiB", "64MiB", "1023", "65MiB")]
    public void Tells_bounds_that_are_those_of_reading(string key, string least, string greatest, string less, string more)
    {
        Assert.Empty(FaultsOf(key, least));
        Assert.Empty(FaultsOf(key, greatest));
        Assert.StartsWith($"{key}: must be ", Assert.Single(FaultsOf(key, less)), StringComparison.Ordinal);
        Assert.StartsWith($"{key}: must be ", Assert.Single(FaultsOf(key, more)), StringComparison.Ordinal);
        Assert.Equal(
            key switch
            {
                "Pce:OrgId" => "1 to 18 digits",
                "Pce:OwnerId" => "3 to 40 of `a-z`, `0-9` and hyphen",
                _ => $"{least} to {greatest}",
            },
            SettingTable.Find(key)!.Bounds
        );
    }

    /// <summary>Whoever sets something that nobody asks for is misled.</summary>
    [Fact]
    public void Names_nothing_that_no_part_of_the_program_uses() =>
        Assert.Empty(SettingTable.All.Where(setting => !UsedSettings.Uses(setting)).Select(setting => setting.Name));

    private static ImmutableArray<string> FaultsOf(string key, string value)
    {
        try
        {
            ShieldSettings.From([SettingLayer.OfAssignments([$"{key}={value}"])], needsPce: false);
            return [];
        }
        catch (SettingsException fault)
        {
            return fault.Faults;
        }
    }

    /// <summary>Which properties of the settings the programs ask for, by what is compiled.</summary>
    private static class UsedSettings
    {
        private static readonly Dictionary<string, AssemblyDefinition> Assemblies = new[]
        {
            "Shield.Core",
            "Shield.Pce",
            "Shield.Sqlite",
            "Shield.Aws",
            "Shield.Hosting",
            "Shield.Notifying",
            "Shield.Feeds",
            "Shield.Operating",
            "Shield.Console",
            "bootstrap",
            "Shield.Service",
            "shield",
        }.ToDictionary(name => name, name => AssemblyDefinition.ReadAssembly(Assembly.Load(name).Location));

        private static readonly List<MethodDefinition> Methods =
        [
            .. Assemblies
                .Values.SelectMany(assembly => assembly.MainModule.GetTypes())
                .SelectMany(type => type.Methods)
                .Where(method => method.HasBody && !IsOnlyReadOrShown(method)),
        ];

        /// <summary>
        /// True where anybody asks for the property that the row's value goes to. Where it is handed on to a property of another record
        /// (<c>AddPerRun = AddPerRun</c>), somebody must ask for that one. What says where the other settings lie is used by their reader.
        /// </summary>
        public static bool Uses(Setting setting)
        {
            var goal = setting.Goal.Method;
            var body = ((MethodDefinition)Assemblies[goal.Module.Assembly.GetName().Name!].MainModule.LookupToken(goal.MetadataToken)).Body;
            var getter = body
                .Instructions.Select(Getter)
                .Last(called => called is not null && called.DeclaringType.Namespace.StartsWith("Shield.", StringComparison.Ordinal));
            return IsAskedFor(getter!.FullName, []) || IsAskedForByTheReaderOfStacks(setting);
        }

        private static bool IsAskedFor(string getter, ImmutableHashSet<string> asked) =>
            !asked.Contains(getter)
            && (
                from method in Methods
                from instruction in method.Body.Instructions
                where Getter(instruction)?.FullName == getter
                select Setter(instruction.Next) is not { } setter || IsAskedFor(GetterOf(setter), asked.Add(getter))
            ).Any(isUsed => isUsed);

        private static string GetterOf(MethodReference setter) =>
            $"{setter.Parameters[0].ParameterType.FullName} {setter.DeclaringType.FullName}::get_{setter.Name[4..]}()";

        private static bool IsAskedForByTheReaderOfStacks(Setting setting) =>
            (
                from method in Methods
                where method.DeclaringType.FullName == typeof(StackSettings).FullName
                from instruction in method.Body.Instructions
                where instruction.OpCode.Code is Code.Ldsfld
                let field = (FieldReference)instruction.Operand
                where field.DeclaringType.Namespace.EndsWith(".Rows", StringComparison.Ordinal)
                select typeof(SettingTable).Assembly.GetType(field.DeclaringType.FullName)!.GetField(field.Name)!.GetValue(null)
            ).Contains(setting);

        /// <summary>The rows themselves, the reading, checks of form, and what the compiler adds to a record.</summary>
        private static bool IsOnlyReadOrShown(MethodDefinition method) =>
            method.FullName.Contains("Shield.Hosting.Settings.Rows.", StringComparison.Ordinal)
            || method.DeclaringType.FullName == typeof(PceOptions).FullName && method.Name == nameof(PceOptions.Validate)
            || method.DeclaringType.FullName == typeof(ShieldSettings).FullName && method.Name == nameof(ShieldSettings.From)
            || method.Name is "PrintMembers" or "Equals" or "GetHashCode" or "Deconstruct";

        private static MethodReference? Getter(Instruction instruction) => Called(instruction, "get_");

        private static MethodReference? Setter(Instruction? instruction) => instruction is null ? null : Called(instruction, "set_");

        private static MethodReference? Called(Instruction instruction, string prefix) =>
            (instruction.OpCode.Code is Code.Call or Code.Callvirt)
            && instruction.Operand is MethodReference method
            && method.Name.StartsWith(prefix, StringComparison.Ordinal)
                ? method
                : null;
    }
}
