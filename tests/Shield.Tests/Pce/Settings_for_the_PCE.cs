using Shield.Core.Planning.Pce;
using Shield.Pce.Calling;

namespace Shield.Tests.Pce;

public sealed class Settings_for_the_PCE
{
    [Fact]
    public void Are_in_order_with_the_five_that_are_required() => Assert.Empty(Good().Validate());

    [Fact]
    public void Have_the_documented_defaults()
    {
        var options = new PceOptions();
        Assert.Equal(
            (PceMode.Deny, 400, 6000, TimeSpan.FromMinutes(15)),
            (options.Mode, options.RequestsPerMinute, options.MaxEntries, options.ForeignDraftWait)
        );
        Assert.Empty(options.Scope);
    }

    [Fact]
    public void Tell_every_fault_at_once()
    {
        var options = new PceOptions
        {
            RequestsPerMinute = 501,
            MaxEntries = 0,
            ForeignDraftWait = TimeSpan.FromDays(-1),
            Mode = (PceMode)7,
            CaBundle = "/nowhere/ca.pem",
            Scope = ["env=prod", "env", "a=1,a=2"],
        };

        Assert.Equal(
            [
                "Url",
                "OrgId",
                "ApiKey",
                "ApiSecret",
                "OwnerId",
                "Mode",
                "CaBundle",
                "RequestsPerMinute",
                "MaxEntries",
                "ForeignDraftWait",
                "Scope:1",
                "Scope:2",
            ],
            options.Validate().Select(fault => fault.Split(": ")[0]["Pce:".Length..])
        );
    }

    [Theory]
    [InlineData("https://pce.example.com")]
    [InlineData("https://pce.example.com:8443/")]
    [InlineData("https://[2001:db8::1]:8443")]
    [InlineData("http://127.0.0.1:8443")]
    [InlineData("http://[::1]:8443")]
    [InlineData("http://localhost:8443")]
    public void Take_an_https_URL_and_http_on_loopback(string url)
    {
        var options = Good();
        options.Url = url;
        Assert.Empty(options.Validate());
    }

    [Theory]
    [InlineData("http://pce.example.com:8443", "must be https")]
    [InlineData("http://localhost.example.com", "must be https")]
    [InlineData("http://127.0.0.1.example.com", "must be https")]
    [InlineData("http://10.0.0.1", "must be https")]
    [InlineData("ftp://127.0.0.1", "must be a URL")]
    [InlineData("pce.example.com:8443", "must be a URL")]
    [InlineData("/orgs/1", "must be a URL")]
    [InlineData("https://user:pass@pce.example.com", "must not hold credentials")]
    [InlineData("https://pce.example.com/api/v2", "must end after host and port")]
    [InlineData("https://pce.example.com?x", "must end after host and port")]
    [InlineData("", "is required")]
    public void Refuse_any_other_URL(string url, string why)
    {
        var options = Good();
        options.Url = url;
        Assert.Contains(why, Assert.Single(options.Validate()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("Prod")]
    [InlineData("prod_1")]
    [InlineData("prod/1")]
    [InlineData("prod\n")]
    [InlineData("12345678901234567890123456789012345678901")]
    public void Refuse_an_owner_that_a_mark_could_not_hold(string owner)
    {
        var options = Good();
        options.OwnerId = owner;
        Assert.StartsWith("Pce:OwnerId: ", Assert.Single(options.Validate()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1 ")]
    [InlineData("-1")]
    [InlineData("1/x")]
    [InlineData("1\n")]
    public void Refuse_an_organisation_that_is_no_number(string org)
    {
        var options = Good();
        options.OrgId = org;
        Assert.StartsWith("Pce:OrgId: ", Assert.Single(options.Validate()), StringComparison.Ordinal);
    }

    [Fact]
    public void Never_print_the_secret()
    {
        var options = Good();
        options.ApiSecret = Secret.Of("0123456789abcdef\n");

        Assert.Equal("***", options.ApiSecret.ToString());
        Assert.Equal("***", $"{options.ApiSecret}");
        Assert.DoesNotContain("0123456789abcdef", Assert.Single(options.Validate()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("env=prod", "env=prod")]
    [InlineData(" env = prod , app=web ", "env=prod,app=web")]
    [InlineData("note=a=b", "note=a=b")]
    public void Read_a_set_of_labels(string text, string canonical)
    {
        Assert.True(LabelSet.TryParse(text, out var set, out _));
        Assert.Equal(canonical, set.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("env")]
    [InlineData("=prod")]
    [InlineData("env=")]
    [InlineData("env=prod,")]
    [InlineData("env=prod,env=test")]
    public void Refuse_what_is_no_set_of_labels(string? text)
    {
        Assert.False(LabelSet.TryParse(text, out _, out var error));
        Assert.NotNull(error);
    }

    internal static PceOptions Good() =>
        new()
        {
            Url = "https://pce.example.com:8443",
            OrgId = "1",
            ApiKey = "api_1a2b3c",
            ApiSecret = Secret.Of("0123456789abcdef0123456789abcdef"),
            OwnerId = "prod-1",
        };
}
