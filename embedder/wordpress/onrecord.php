<?php
/*
Plugin Name: onrecord
Description: Shows kept copies of social posts in the place of the platforms' embeds, in old articles and new ones. Changes no article.
Version: 1.0
Requires at least: 5.9
Requires PHP: 7.4
License: GPL-2.0-or-later
License URI: https://www.gnu.org/licenses/gpl-2.0.html
*/

defined( 'ABSPATH' ) || exit;

/* In wp-config.php, define( 'ONRECORD_ORIGIN', 'https://…' ) wins over the address that the desk filled in. */
defined( 'ONRECORD_ORIGIN' ) || define( 'ONRECORD_ORIGIN', '@ORIGIN@' );

final class Onrecord {
	const META = '_onrecord_kept';
	/* A copy that is younger is shown as it is; one that is older is asked for after the page. */
	const FRESH = 120;
	/* One that is older is asked for before it is shown, unless the service is off. */
	const LONGEST = 300;
	/* After a failure nobody waits for the service for so long. */
	const PAUSE = 60;
	const TIMEOUT = 3;
	const MOST = 100;

	private static $kept = array();  /* article => URL => entry, as the meta has it */
	private static $marks = array(); /* placeholder => entry */
	private static $later = array(); /* article => URLs, asked for after the page */
	private static $asked = false;   /* one question a page */
	private static $styles = array();
	private static $depth = 0;
	private static $whole = false;   /* cards are put into the finished page */

	static function start() {
		foreach ( array( 'the_content', 'widget_text_content', 'widget_block_content' ) as $hook ) {
			add_filter( $hook, array( __CLASS__, 'take' ), 7 );
			add_filter( $hook, array( __CLASS__, 'give' ), PHP_INT_MAX );
		}
		add_filter( 'pre_oembed_result', array( __CLASS__, 'oembed' ), 20, 2 );
		add_filter( 'rest_dispatch_request', array( __CLASS__, 'preview' ), 10, 3 );
		add_action( 'template_redirect', array( __CLASS__, 'page' ) );
		add_action( 'save_post', array( __CLASS__, 'saved' ), 20, 2 );
		add_action( 'shutdown', array( __CLASS__, 'after' ) );
		add_action( 'onrecord_refresh', array( __CLASS__, 'cron' ) );
		add_filter( 'cron_schedules', array( __CLASS__, 'schedules' ) );
		add_action( 'init', array( __CLASS__, 'init' ) );
		add_action( 'admin_menu', array( __CLASS__, 'menu' ) );
		add_action( 'admin_init', array( __CLASS__, 'settings' ) );
		add_action( 'admin_post_onrecord_forget', array( __CLASS__, 'forget' ) );
	}

	static function init() {
		/* WordPress asks a handler before it asks a platform, and keeps nothing of its answer. */
		wp_embed_register_handler( 'onrecord', self::pattern(), array( __CLASS__, 'handle' ), 1 );
		if ( ! wp_next_scheduled( 'onrecord_refresh' ) ) {
			wp_schedule_event( time() + 60, 'onrecord', 'onrecord_refresh' );
		}
	}

	static function schedules( $all ) {
		$all['onrecord'] = array( 'interval' => 120, 'display' => 'onrecord' );
		return $all;
	}

	static function stop() {
		wp_clear_scheduled_hook( 'onrecord_refresh' );
		delete_option( 'onrecord_last' );
		self::drop();
		delete_transient( 'onrecord_pause' );
	}

	static function uninstall() {
		self::stop();
		delete_option( 'onrecord_key' );
		delete_option( 'onrecord_theme' );
	}

	private static function drop() {
		global $wpdb;
		delete_post_meta_by_key( self::META );
		delete_option( self::META );
		$wpdb->query( "DELETE FROM {$wpdb->options} WHERE option_name LIKE 'onrecord\\_lock\\_%'" );
	}

	/* Addresses of posts: X, Bluesky, Mastodon and its like, and our own. */
	private static function pattern() {
		$own = preg_quote( ONRECORD_ORIGIN, '#' );
		return "#^(?:https?://(?:(?:www|mobile)\.)?(?:x|twitter)\.com/(?:[^/?\#]+|i/web)/status(?:es)?/\d+|https?://bsky\.app/profile/[^/?\#]+/post/\w+|at://did:[^/]+/app\.bsky\.feed\.post/\w+|https?://[^/?\#]+/(?:@[^/?\#]+|users/[^/?\#]+/statuses)/\d{5,}|$own/(?:(?:post|e)/[0-9a-z]{16}|p/[0-9a-z]{24}))(?:[/?\#@].*)?\$#i";
	}

	private static function is_post( $url ) {
		return strlen( $url ) < 500 && preg_match( self::pattern(), $url );
	}

	private static function left_alone() {
		return doing_filter( 'get_the_excerpt' ) || ( function_exists( 'amp_is_request' ) && amp_is_request() )
			|| ( function_exists( 'is_amp_endpoint' ) && did_action( 'wp' ) && is_amp_endpoint() );
	}

	/* Platform embeds in an article's HTML: [ whole, platform's class, URL ]. Comments and <pre> are passed over. */
	private static function pasted( $html ) {
		$attrs = '(?:[^>"\']|"[^"]*"|\'[^\']*\')*+';
		$skip  = '<!--.*?-->(*SKIP)(*F)|<(pre|textarea|code|style)\b.*?</\1\s*>(*SKIP)(*F)|';
		$found = array();
		if ( ! preg_match_all( "#$skip<(blockquote|iframe)\b($attrs)>(.*?)</\\2\s*>#is", $html, $all, PREG_SET_ORDER ) ) {
			return $found;
		}
		foreach ( $all as $one ) {
			$at   = html_entity_decode( $one[3], ENT_QUOTES | ENT_HTML5 );
			$in   = html_entity_decode( $one[4], ENT_QUOTES | ENT_HTML5 );
			$kind = preg_match( '#\bclass\s*=\s*["\'][^"\']*\b(twitter-(?:tweet|video)|bluesky-embed|mastodon-embed)\b#i', $at, $m ) ? strtolower( $m[1] ) : '';
			$url  = '';
			if ( 'blockquote' === strtolower( $one[2] ) ) {
				if ( 0 === strpos( $kind, 'twitter' ) ) {
					preg_match_all( '#href\s*=\s*["\'](https?://(?:\w+\.)?(?:x|twitter)\.com/[^"\'\s]+/status(?:es)?/\d+)#i', $in, $links );
					$url = $links[1] ? end( $links[1] ) : '';
				} elseif ( 'bluesky-embed' === $kind && preg_match( '#data-bluesky-uri\s*=\s*["\'](at://[^"\']+)#i', $at, $m ) ) {
					$url = $m[1];
				} elseif ( 'mastodon-embed' === $kind && preg_match( '#data-embed-url\s*=\s*["\'](https?://[^"\']+?)/embed\b#i', $at, $m ) ) {
					$url = $m[1];
				}
			} elseif ( preg_match( '#\bsrc\s*=\s*["\'](https?://[^"\'?\#]+/@[^"\'?\#/]+/\d+)/embed\b#i', $at, $m ) ) {
				$url  = $m[1];
				$kind = 'mastodon-embed';
			} elseif ( preg_match( '#\bsrc\s*=\s*["\']https://embed\.bsky\.app/embed/(did:[^"\'/]+/app\.bsky\.feed\.post/\w+)#i', $at, $m ) ) {
				$url  = 'at://' . $m[1];
				$kind = 'bluesky-embed';
			}
			if ( $url && self::is_post( $url ) ) {
				$found[] = array( $one[0], $kind, $url );
			}
		}
		return $found;
	}

	/* All that an article embeds. A link in a sentence is no embed. */
	private static function urls( $html ) {
		$urls = array_column( self::pasted( $html ), 2 );
		if ( preg_match_all( '#(?:^\s*|<p(?:\s[^>]*)?>\s*|\[embed[^\]]*\]\s*)(https?://[^\s<>"\[]+)\s*(?:$|</p>|\[/embed\])#im', $html, $all ) ) {
			foreach ( $all[1] as $url ) {
				$url = html_entity_decode( $url );
				if ( self::is_post( $url ) ) {
					$urls[] = $url;
				}
			}
		}
		return array_slice( array_values( array_unique( $urls ) ), 0, self::MOST );
	}

	private static function kept( $id ) {
		if ( ! isset( self::$kept[ $id ] ) ) {
			$kept              = $id ? get_post_meta( $id, self::META, true ) : get_option( self::META );
			self::$kept[ $id ] = is_array( $kept ) ? $kept : array();
		}
		return self::$kept[ $id ];
	}

	private static function keep( $id, $kept ) {
		self::$kept[ $id ] = $kept;
		if ( $id ) {
			update_post_meta( $id, self::META, wp_slash( $kept ) );
		} else {
			update_option( self::META, $kept, false );
		}
	}

	/* Makes sure that what is kept is young enough. */
	private static function need( $wanted ) {
		$now = array();
		foreach ( $wanted as $id => $urls ) {
			$kept = self::kept( $id );
			foreach ( $urls as $url ) {
				$age = isset( $kept[ $url ] ) ? time() - $kept[ $url ]['at'] : PHP_INT_MAX;
				if ( $age > self::LONGEST ) {
					$now[ $id ] = $urls;
				} elseif ( $age > self::FRESH ) {
					self::$later[ $id ] = $urls;
				}
			}
		}
		if ( $now && ! self::$asked ) {
			self::$asked = true;
			self::ask( $now );
		}
	}

	/* One question for many articles. What cannot be asked leaves all as it is kept; true: answered. */
	private static function ask( $wanted ) {
		global $wpdb;
		$urls = array_slice( array_values( array_unique( array_merge( ...array_values( $wanted ) ) ) ), 0, self::MOST );
		if ( ! $urls || get_transient( 'onrecord_pause' ) ) {
			return false;
		}
		$lock = 'onrecord_lock_' . md5( wp_json_encode( $urls ) );
		$wpdb->query( $wpdb->prepare( "DELETE FROM {$wpdb->options} WHERE option_name = %s AND option_value < %s", $lock, (string) ( time() - 10 ) ) );
		if ( ! $wpdb->query( $wpdb->prepare( "INSERT IGNORE INTO {$wpdb->options} (option_name, option_value, autoload) VALUES (%s, %s, 'no')", $lock, (string) time() ) ) ) {
			return false;
		}
		try {
			return self::answered( $wanted, $urls );
		} finally {
			$wpdb->query( $wpdb->prepare( "DELETE FROM {$wpdb->options} WHERE option_name = %s", $lock ) );
		}
	}

	private static function answered( $wanted, $urls ) {
		$known = array();
		foreach ( $wanted as $id => $_ ) {
			foreach ( self::kept( $id ) as $entry ) {
				if ( ! empty( $entry['digest'] ) ) {
					$known[ $entry['digest'] ] = $entry;
				}
			}
		}
		$known   = array_slice( $known, 0, self::MOST, true );
		$body    = array( 'urls' => $urls, 'options' => get_option( 'onrecord_theme', 'light' ) . '.' . substr( get_locale(), 0, 2 ), 'known' => array_map( 'strval', array_keys( $known ) ) );
		$headers = array( 'Content-Type' => 'application/json' );
		$key     = get_option( 'onrecord_key' );
		if ( $key ) {
			$headers['Authorization'] = 'Bearer ' . $key;
			$public                   = array_filter( array_keys( $wanted ), fn( $id ) => $id && 'publish' === get_post_status( $id ) );
			if ( count( $public ) === count( $wanted ) ) {
				$body['article'] = 1 === count( $public ) ? get_permalink( reset( $public ) ) : home_url( '/' );
			}
		}
		$answer = wp_remote_post( ONRECORD_ORIGIN . '/api/v1/embeds', array( 'timeout' => self::TIMEOUT, 'redirection' => 0, 'headers' => $headers, 'body' => wp_json_encode( $body ), 'limit_response_size' => 8388608 ) );
		$told   = 200 === wp_remote_retrieve_response_code( $answer ) ? json_decode( wp_remote_retrieve_body( $answer ), true ) : null;
		if ( ! isset( $told['embeds'] ) || ! is_array( $told['embeds'] ) ) {
			set_transient( 'onrecord_pause', 1, self::PAUSE );
			return false;
		}
		$fresh = array();
		foreach ( $told['embeds'] as $embed ) {
			if ( ! is_array( $embed ) || ! isset( $embed['url'] ) ) {
				continue;
			}
			$status = $embed['problem']['status'] ?? 0;
			if ( $status >= 500 || ( ! $status && ! isset( $embed['state'] ) ) ) {
				continue;
			}
			$entry  = array( 'at' => time(), 'html' => '', 'plain' => '', 'digest' => '' );
			$digest = is_string( $embed['digest'] ?? null ) ? $embed['digest'] : '';
			/* With an editor's key drafts are answered, too; nobody but editors may see those. */
			if ( in_array( $embed['state'] ?? '', array( 'public', 'withheld', 'erased' ), true ) ) {
				if ( isset( $known[ $digest ] ) ) {
					$entry = array( 'at' => time() ) + $known[ $digest ];
				} elseif ( is_string( $embed['fragment'] ?? null ) ) {
					$entry = array( 'at' => time(), 'html' => self::clean( $embed['fragment'] ), 'plain' => wp_kses_post( (string) ( $embed['quotation'] ?? '' ) ), 'digest' => $digest );
				}
			}
			$fresh[ $embed['url'] ] = $entry;
		}
		foreach ( $wanted as $id => $want ) {
			$old  = self::kept( $id );
			$new  = array_intersect_key( $fresh + $old, $id ? array_flip( $want ) : $fresh + $old );
			$html = fn( $kept ) => array_filter( array_column( $kept, 'html' ) );
			self::keep( $id, $id ? $new : array_slice( $new, -self::MOST, null, true ) );
			if ( $id && $html( $old ) !== $html( $new ) ) {
				clean_post_cache( $id ); /* page caches listen to it */
			}
		}
		return true;
	}

	/* A fragment without anything that could run, whatever the service answers. */
	private static function clean( $html ) {
		$styles = '';
		$html   = preg_replace_callback( '#<style>([^<]*)</style>\s*#i', function ( $m ) use ( &$styles ) {
			$styles .= '<style>' . $m[1] . "</style>\n";
			return '';
		}, $html );
		$all  = array_fill_keys( array( 'class', 'lang', 'dir', 'id', 'role', 'title', 'translate', 'width', 'height', 'hidden' ), true );
		$tags = array_fill_keys( explode( ' ', 'figure figcaption div span p br bdi strong em b i ul ol li dl dt dd summary picture h2 h3 h4' ), $all )
			+ array(
				'a' => $all + array( 'href' => true, 'rel' => true, 'target' => true ),
				'blockquote' => $all + array( 'cite' => true ),
				'img' => $all + array( 'src' => true, 'srcset' => true, 'sizes' => true, 'alt' => true, 'loading' => true, 'decoding' => true ),
				'source' => $all + array( 'src' => true, 'srcset' => true, 'sizes' => true, 'type' => true, 'media' => true ),
				'video' => $all + array( 'src' => true, 'poster' => true, 'controls' => true, 'preload' => true, 'playsinline' => true, 'loop' => true, 'muted' => true ),
				'audio' => $all + array( 'src' => true, 'controls' => true, 'preload' => true ),
				'track' => $all + array( 'src' => true, 'kind' => true, 'srclang' => true, 'label' => true ),
				'time' => $all + array( 'datetime' => true ),
				'details' => $all + array( 'open' => true ),
				'svg' => $all + array( 'viewbox' => true, 'aria-hidden' => true ),
			);
		foreach ( $tags as $name => $_ ) {
			$tags[ $name ]['aria-*'] = true;
			$tags[ $name ]          += array( 'aria-hidden' => true, 'aria-label' => true );
		}
		return $styles . trim( wp_kses( $html, $tags, array( 'http', 'https' ) ) );
	}

	/* The card as it is printed: a stylesheet that this page has is left out. */
	private static function card( $entry ) {
		if ( is_feed() ) {
			return $entry['plain'];
		}
		/* In a box of its own: themes set the width of what stands in an article by itself. */
		return '<div class="onrecord-here">' . preg_replace_callback( '#<style>[^<]*</style>\s*#', function ( $m ) {
			$hash = md5( $m[0] );
			if ( isset( self::$styles[ $hash ] ) ) {
				return '';
			}
			self::$styles[ $hash ] = true;
			return $m[0];
		}, $entry['html'] ) . '</div>';
	}

	private static function article() {
		return 0 === strpos( (string) current_filter(), 'widget_' ) ? 0 : (int) get_the_ID();
	}

	/* An article's address on its host and the one that the service knows may differ by what follows it: the whole is the key. */
	private static function entry( $url, $id ) {
		$entry = self::kept( $id )[ $url ] ?? null;
		return $entry && $entry['html'] ? $entry : null;
	}

	private static function mark( $entry ) {
		$mark                 = '<figure class="onrecord-mark-' . count( self::$marks ) . '-' . substr( md5( wp_salt() ), 0, 8 ) . '"></figure>';
		self::$marks[ $mark ] = $entry;
		return $mark;
	}

	/* Before WordPress embeds anything: platform embeds that are kept here become marks. */
	static function take( $html ) {
		++self::$depth;
		if ( ! is_string( $html ) || '' === $html || self::left_alone() ) {
			return $html;
		}
		$id   = self::article();
		$urls = self::urls( $html );
		if ( ! $urls ) {
			return $html;
		}
		self::need( array( $id => $urls ) );
		$hosts = array();
		$taken = $html;
		foreach ( self::pasted( $html ) as list( $whole, $kind, $url ) ) {
			$entry = self::entry( $url, $id );
			if ( $entry ) {
				$at    = strpos( $taken, $whole );
				$taken = false === $at ? $taken : substr_replace( $taken, "\n\n" . self::mark( $entry ) . "\n\n", $at, strlen( $whole ) );
				$hosts[ 0 === strpos( $kind, 'twitter' ) ? 'twitter' : $kind ][] = (string) wp_parse_url( $url, PHP_URL_HOST );
			}
		}
		foreach ( $hosts as $kind => $named ) {
			/* A script goes only when nothing is left that needs it. */
			if ( preg_match( '#\bclass\s*=\s*["\'][^"\']*\b' . ( 'twitter' === $kind ? 'twitter-' : $kind ) . '#i', $taken ) ) {
				continue;
			}
			$src = array( 'twitter' => '(?:https?:)?//platform\.(?:twitter|x)\.com/widgets\.js', 'bluesky-embed' => '(?:https?:)?//embed\.bsky\.app/static/embed\.js' )[ $kind ]
				?? '(?:https?:)?//(?:' . implode( '|', array_map( fn( $h ) => preg_quote( $h, '#' ), $named ) ) . ')/embed\.js';
			$less  = preg_replace( "#(<p>\s*)?<script\b[^>]*\bsrc\s*=\s*[\"']{$src}[^\"']*[\"'][^>]*>\s*</script>(?(1)\s*</p>)#i", '', $taken );
			$taken = $less ?? $taken;
		}
		return $taken;
	}

	/* After all others: the marks become cards, which no filter has touched. */
	static function give( $html ) {
		self::$depth = max( 0, self::$depth - 1 );
		return self::$whole && ! doing_filter( 'get_the_excerpt' ) ? $html : self::finish( $html );
	}

	static function finish( $html ) {
		if ( ! self::$marks || ! is_string( $html ) || false === strpos( $html, 'onrecord-mark-' ) ) {
			return $html;
		}
		foreach ( self::$marks as $mark => $entry ) {
			if ( false !== strpos( $html, $mark ) ) {
				$html = str_replace( array( "<p>$mark</p>", $mark ), self::card( $entry ), $html );
			}
		}
		return $html;
	}

	/* An address on a line of its own, an embed block, a shortcode. False: WordPress goes on as ever. */
	static function handle( $matches, $attr, $url ) {
		if ( self::left_alone() ) {
			return false;
		}
		$id = doing_filter( 'widget_text_content' ) || doing_filter( 'widget_block_content' ) ? 0 : (int) get_the_ID();
		if ( ! self::$depth ) {
			self::need( array( $id => array_unique( array_merge( array_keys( self::kept( $id ) ), array( $url ) ) ) ) );
		}
		$entry = self::entry( $url, $id );
		if ( ! $entry ) {
			return false;
		}
		return self::$depth ? self::mark( $entry ) : preg_replace( '#\s*\n\s*#', ' ', self::card( $entry ) );
	}

	private static function single( $url ) {
		if ( ! self::is_post( $url ) || self::left_alone() ) {
			return null;
		}
		$entry = self::entry( $url, 0 );
		if ( ! $entry || time() - $entry['at'] > self::LONGEST ) {
			self::ask( array( 0 => array( $url ) ) );
			$entry = self::entry( $url, 0 );
		}
		return $entry;
	}

	/* A theme's or a field's own wp_oembed_get(). In an article the handler has answered before. */
	static function oembed( $result, $url ) {
		if ( null !== $result || self::$depth || doing_action( 'save_post' ) ) {
			return $result;
		}
		$entry = self::single( $url );
		return $entry ? $entry['html'] : $result;
	}

	/* The editor's preview of a pasted address. */
	static function preview( $result, $request, $route ) {
		if ( null !== $result || '/oembed/1.0/proxy' !== $route ) {
			return $result;
		}
		$url   = (string) $request['url'];
		$entry = self::single( $url );
		return $entry ? (object) array( 'type' => 'rich', 'version' => '1.0', 'provider_name' => 'onrecord', 'html' => $entry['html'] ) : $result;
	}

	/* All that this page will show, asked for at once. */
	static function page() {
		global $wp_query;
		$wanted = array();
		foreach ( self::left_alone() ? array() : (array) $wp_query->posts as $post ) {
			$urls = $post instanceof WP_Post && ! post_password_required( $post ) ? self::urls( $post->post_content ) : array();
			if ( $urls ) {
				$wanted[ $post->ID ] = $urls;
			}
		}
		self::need( $wanted );
		/* A block theme has its filters change quotes and smilies once more, in the whole page. */
		if ( function_exists( 'wp_is_block_theme' ) && wp_is_block_theme() && ! is_feed() && ! self::left_alone() ) {
			self::$whole = true;
			ob_start( array( __CLASS__, 'finish' ) );
		}
	}

	/* So that the first reader does not wait. */
	static function saved( $id, $post ) {
		if ( ! wp_is_post_revision( $id ) && 'publish' === $post->post_status ) {
			$urls = self::urls( $post->post_content );
			if ( $urls ) {
				self::$later[ $id ] = $urls;
			}
		}
	}

	/* After the page, where PHP can end a page early; else the next WP-Cron run does it. */
	static function after() {
		if ( ! self::$later ) {
			return;
		}
		foreach ( array( 'fastcgi_finish_request', 'litespeed_finish_request' ) as $finish ) {
			if ( function_exists( $finish ) ) {
				$finish();
				self::ask( self::$later );
				return;
			}
		}
		if ( is_admin() || defined( 'REST_REQUEST' ) ) {
			self::ask( self::$later );
		}
	}

	/* Articles behind a page cache, where no view asks: those with the oldest copies first. */
	static function cron() {
		global $wpdb;
		$last = (int) get_option( 'onrecord_last' );
		$ids  = $wpdb->get_col( $wpdb->prepare( "SELECT post_id FROM {$wpdb->postmeta} WHERE meta_key = %s AND post_id > %d ORDER BY post_id LIMIT 300", self::META, $last ) );
		update_option( 'onrecord_last', 300 === count( $ids ) ? (int) end( $ids ) : 0, false );
		$batch = array();
		$size  = 0;
		foreach ( $ids as $id ) {
			$urls = array_keys( self::kept( (int) $id ) );
			if ( $batch && $size + count( $urls ) > self::MOST ) {
				if ( ! self::ask( $batch ) ) {
					return;
				}
				$batch = array();
				$size  = 0;
			}
			$batch[ (int) $id ] = $urls;
			$size              += count( $urls );
		}
		if ( $batch ) {
			self::ask( $batch );
		}
	}

	private static function t( $en, $es ) {
		return 'es' === substr( determine_locale(), 0, 2 ) ? $es : $en;
	}

	static function menu() {
		add_options_page( 'onrecord', 'onrecord', 'manage_options', 'onrecord', array( __CLASS__, 'show' ) );
	}

	static function settings() {
		register_setting( 'onrecord', 'onrecord_key', array( 'sanitize_callback' => fn( $v ) => preg_replace( '/[^\w-]/', '', (string) $v ) ) );
		register_setting( 'onrecord', 'onrecord_theme', array( 'sanitize_callback' => fn( $v ) => in_array( $v, array( 'light', 'dark', 'auto' ), true ) ? $v : 'light' ) );
	}

	static function show() {
		$theme = get_option( 'onrecord_theme', 'light' );
		echo '<div class="wrap"><h1>onrecord</h1><p>' . esc_html( ONRECORD_ORIGIN ) . '</p><form method="post" action="options.php">';
		settings_fields( 'onrecord' );
		echo '<p><label>' . esc_html( self::t( 'Key (a reader’s is enough): the desk is told which posts are missing', 'Clave (basta la de un lector): la mesa sabe qué publicaciones faltan' ) )
			. '<br><input name="onrecord_key" type="password" autocomplete="off" class="regular-text" value="' . esc_attr( get_option( 'onrecord_key', '' ) ) . '"></label></p><p><label>'
			. esc_html( self::t( 'Colours', 'Colores' ) ) . ' <select name="onrecord_theme">';
		foreach ( array( 'light' => self::t( 'light', 'claros' ), 'dark' => self::t( 'dark', 'oscuros' ), 'auto' => self::t( 'as the reader’s system', 'los del sistema del lector' ) ) as $value => $word ) {
			echo '<option value="' . esc_attr( $value ) . '"' . selected( $theme, $value, false ) . '>' . esc_html( $word ) . '</option>';
		}
		echo '</select></label></p>';
		submit_button();
		echo '</form><form method="post" action="' . esc_url( admin_url( 'admin-post.php' ) ) . '"><input type="hidden" name="action" value="onrecord_forget">';
		wp_nonce_field( 'onrecord_forget' );
		submit_button( self::t( 'Forget all kept copies now', 'Olvidar ahora todas las copias' ), 'secondary' );
		echo '</form></div>';
	}

	static function forget() {
		check_admin_referer( 'onrecord_forget' );
		if ( current_user_can( 'manage_options' ) ) {
			self::drop();
			delete_transient( 'onrecord_pause' );
		}
		wp_safe_redirect( admin_url( 'options-general.php?page=onrecord' ) );
		exit;
	}
}

Onrecord::start();
register_deactivation_hook( __FILE__, array( 'Onrecord', 'stop' ) );
register_uninstall_hook( __FILE__, array( 'Onrecord', 'uninstall' ) );
